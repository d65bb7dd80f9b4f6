import { createHash, randomBytes } from 'node:crypto';
import { userInfo } from 'node:os';
import { Command, InvalidArgumentError } from 'commander';
import { CONSOLE } from '../api/people/caller';
import { CHANNEL_SCOPES, isChannelScope, type Scope } from '../domain/scopes';
import type { ApiKey, ChannelStore } from '../store/interfaces/channels';
import { createStore } from '../store/store';

export interface KeysDeps {
  channels: ChannelStore;
  /** Who is at the keyboard, for the log. */
  user: string;
  out(text: string): void;
}

/** So many signs of a hash are shown, and are enough to name a key. */
const SHOWN = 12;

/** The commands that make and withdraw channels' API keys. A key is made here, shown once, and stored as its hash only. */
export function keysProgram({ channels, user, out }: KeysDeps): Command {
  const actor = { kind: 'user', id: user } as const;
  const program = new Command('npm run keys --').description('API keys of channels.');
  program
    .command('grant')
    .description('make a channel, or give it these scopes instead of what it has, and one more key')
    .requiredOption('--channel <id>', 'the channel', channelId)
    .requiredOption('--scopes <list>', `commas between: ${CHANNEL_SCOPES.join(', ')}`, scopesIn)
    .option('--json', 'for programs')
    .action(async ({ channel, scopes, json }: { channel: string; scopes: Scope[]; json?: true }) => {
      const key = `tf_${randomBytes(32).toString('base64url')}`;
      const keyHash = createHash('sha256').update(key).digest('hex');
      await channels.grant({ id: channel, scopes }, keyHash, actor);
      out(
        json
          ? JSON.stringify({ channel, scopes, key, keyHash })
          : `Channel ${channel} may: ${scopes.join(', ')}\nIts new key, which is not shown again:\n\n  ${key}\n`,
      );
    });
  program
    .command('revoke')
    .description('withdraw keys for good; they go on working for up to 30 seconds')
    .option('--channel <id>', 'all keys of this channel', channelId)
    .option('--key-hash <hash>', `one key, by its hash or the first ${SHOWN} signs of it`, hashPrefix)
    .option('--json', 'for programs')
    .action(async ({ channel, keyHash, json }: { channel?: string; keyHash?: string; json?: true }) => {
      if ((channel === undefined) === (keyHash === undefined)) {
        throw new Error('say either --channel or --key-hash');
      }
      const which = channel === undefined ? { hashPrefix: keyHash! } : { channel };
      const revoked = await channels.revoke(which, actor);
      if (revoked.length === 0) throw new Error('there is no such key that is not withdrawn already');
      out(json ? JSON.stringify(revoked) : revoked.map(lineOf).join('\n'));
    });
  program
    .command('list')
    .description('channels, their scopes and their keys')
    .option('--json', 'for programs')
    .action(async ({ json }: { json?: true }) => {
      const all = await channels.list();
      const text = all.map(({ id, scopes, keys }) =>
        [`${id}: ${scopes.join(', ')}`, ...keys.map((key) => `  ${lineOf(key)}`)].join('\n'),
      );
      out(json ? JSON.stringify(all) : text.join('\n') || 'There are no channels yet.');
    });
  return program;
}

function lineOf({ hash, channel, createdAt, revokedAt }: ApiKey): string {
  return `${hash.slice(0, SHOWN)}  ${channel}  from ${createdAt}${revokedAt ? `, withdrawn ${revokedAt}` : ''}`;
}

function channelId(text: string): string {
  if (text === CONSOLE)
    throw new InvalidArgumentError('This one is of the people at the console, who sign in.');
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(text)) return text;
  throw new InvalidArgumentError('Letters, digits, dots, hyphens and underscores, at most 64.');
}

function scopesIn(text: string): Scope[] {
  const names = text.split(',').map((name) => name.trim());
  const scopes = names.filter(isChannelScope);
  if (scopes.length === names.length) return [...new Set(scopes)];
  throw new InvalidArgumentError(`Choose from ${CHANNEL_SCOPES.join(', ')}.`);
}

function hashPrefix(text: string): string {
  if (new RegExp(`^[0-9a-f]{${SHOWN},64}$`).test(text)) return text;
  throw new InvalidArgumentError(`At least ${SHOWN} hex digits of the hash; a key itself is not asked for.`);
}

async function main(): Promise<void> {
  const databaseUrl = process.env.DATABASE_URL;
  if (!databaseUrl) throw new Error('DATABASE_URL is not set');
  const store = createStore({ databaseUrl, poolSize: 1 });
  const out = (text: string): void => void process.stdout.write(`${text}\n`);
  try {
    await keysProgram({ channels: store.channels, user: userInfo().username, out }).parseAsync();
  } finally {
    await store.close();
  }
}

if (require.main === module) {
  main().catch((error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  });
}
