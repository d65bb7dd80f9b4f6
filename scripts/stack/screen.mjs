// What a person sees: progress, and where everything is.

const colourful = process.stdout.isTTY && !process.env.NO_COLOR;
const paint = (code) => (text) => (colourful ? `\x1b[${code}m${text}\x1b[0m` : text);
export const bold = paint(1);
export const dim = paint(2);
const red = paint(31);
const green = paint(32);

const started = Date.now();

/** One line of progress, with the seconds since the start. */
export function say(line) {
  console.log(`${dim(`${((Date.now() - started) / 1000).toFixed(1).padStart(6)} s`)}  ${line}`);
}

export function complain(what, error) {
  console.error(`\n${red(bold(what))} ${error.message}`);
  if (process.env.DEBUG) console.error(error.stack);
}

/** @param {import('./stack.mjs').Stack} stack */
export function lastScreen(stack, dataDir) {
  const { urls, secrets, env, people } = stack;
  const key = env.API_BOOTSTRAP_KEY;
  const rows = [
    ['API', `${urls.api}/v1   documentation ${urls.api}/docs`],
    ...(urls.temporalUi ? [['Temporal Web UI', urls.temporalUi]] : []),
    ['Console', `${urls.api}/console/`],
    ['Sandbox', `${urls.sandbox}   the acquirer, biller, SMSC and mailbox of this stack`],
    ['Postgres', urls.database],
    ['Temporal', urls.temporal],
    ['Logs', `${dataDir}/logs`],
    [
      'API key',
      `${key}   channel demo, all scopes${key === secrets.bootstrapKey ? '; for this machine only' : ''}`,
    ],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  const table = rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`).join('\n');
  console.log(`\n${green(bold('Tillflow is up.'))}\n\n${table}\n
${whoSignsIn(people)}

${bold('Take a payment')} — then open the redirectUrl that it answers, and pay with card 4242 4242 4242 4242:\n
${curl(urls.api, key)}\n
Ctrl-C stops everything.`);
}

/** Passwords are shown when they are made, and never again. */
function whoSignsIn(people) {
  if (people.length === 0) {
    return `${bold('Sign in at the console')} as before; a new password: npm run users -- reset-password --username olga`;
  }
  const rows = people.map(({ username, level, permissions, oneTimePassword }) => {
    const may = [level, ...permissions].join(', ');
    return `  ${username.padEnd(6)}  ${oneTimePassword}  ${dim(may)}`;
  });
  return `${bold('Sign in at the console')} as one of these, with a password that is shown this once and changed then:\n
${rows.join('\n')}`;
}

const curl = (url, key) => `  curl -s ${url}/v1/payments \\
    -H 'Authorization: Bearer ${key}' \\
    -H "Idempotency-Key: $(uuidgen 2>/dev/null || date +%s%N)" \\
    -H 'Content-Type: application/json' \\
    -d '{"amount":{"value":1050,"currency":"EUR"},"account":{"by":"msisdn","value":"+35799000001"},"source":{"type":"hosted_page"}}'`;
