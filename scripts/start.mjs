// `npm start`: from a bare clone to a running stack. Needs only Node and npm; everything else is fetched, built or started
// from here, and only what is missing.

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Tillflow needs Node 20.19 or newer; this is ${process.version}. See https://nodejs.org`);
  process.exit(1);
}

const { launchNoMore } = await import('./stack/children.mjs');
const { endOurs, killOurs } = await import('./stack/owner.mjs');
const { complain, lastScreen, say } = await import('./stack/screen.mjs');

let settings;
let stack;
let stopping = false;

async function main() {
  settings = (await import('./stack/settings.mjs')).readSettings();
  const { prepare } = await import('./prepare/prepare.mjs');
  await prepare(say);
  const { startStack } = await import('./stack/stack.mjs');
  stack = await startStack({ settings, people: true, say });
  lastScreen(stack, settings.dataDir);
  await stack.processes.failure;
}

/** The first signal stops all in order (or what has started so far), the second at once. */
async function onSignal() {
  if (stopping) {
    if (settings) killOurs(settings.dataDir);
    process.exit(130);
  }
  stopping = true;
  launchNoMore();
  console.log('\nstopping; once more to kill');
  if (stack) await stack.stop(say);
  else if (settings) await endOurs(settings.dataDir);
  process.exit(stack ? 0 : 130);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, onSignal);

main().catch(async (error) => {
  if (stopping) return;
  complain(stack ? 'Tillflow stops.' : 'Tillflow did not start.', error);
  stopping = true;
  await stack?.stop(say);
  process.exit(1);
});
