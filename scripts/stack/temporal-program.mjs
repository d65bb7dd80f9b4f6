// Where the Temporal server's program comes from: the PATH, our cache, the SDK's download, or built with Go.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { CACHE } from './paths.mjs';
import { sdkDownload } from './sdk-download.mjs';
import { withoutVaultsOwn } from './vaults-own.mjs';

/** The newest tag that `go install` accepts: later ones have `replace` directives. Server 1.29. */
const BUILT_VERSION = 'v1.5.1';
const MODULE = 'github.com/temporalio/cli/cmd/temporal';
const CACHED = path.join(CACHE, 'temporal', process.platform === 'win32' ? 'temporal.exe' : 'temporal');

/**
 * @param {(line: string) => void} say
 * @returns {Promise<string>} the path of the program
 * @throws with the ways to get one, when there is none
 */
export async function temporalProgram(say) {
  if (answers('temporal', ['--version'])) return 'temporal';
  if (existsSync(CACHED)) return CACHED;
  say('looking for a Temporal server to download…');
  const downloaded = await sdkDownload('dev-server', 180_000);
  if (downloaded) return downloaded;
  if (!answers('go', ['version'])) throw new Error(WAYS);
  await buildWithGo(say);
  return CACHED;
}

async function buildWithGo(say) {
  const folder = path.dirname(CACHED);
  const partial = `${folder}.${process.pid}`;
  mkdirSync(partial, { recursive: true });
  say(`building Temporal ${BUILT_VERSION} with Go: about 3 minutes, this once…`);
  const started = Date.now();
  const beat = setInterval(
    () => say(`  still building (${Math.round((Date.now() - started) / 1000)} s)`),
    20_000,
  );
  try {
    const { code, output } = await goInstall(partial);
    if (code !== 0) throw new Error(`go install failed:\n${output.slice(-1500)}\n\n${WAYS}`);
    mkdirSync(folder, { recursive: true });
    renameSync(path.join(partial, path.basename(CACHED)), CACHED);
  } finally {
    clearInterval(beat);
    rmSync(partial, { recursive: true, force: true });
  }
}

function goInstall(folder) {
  const env = { ...withoutVaultsOwn(), GOBIN: folder, GOFLAGS: '', GO111MODULE: 'on' };
  const child = spawn('go', ['install', `${MODULE}@${BUILT_VERSION}`], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  process.once('exit', () => child.kill());
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  });
}

function answers(program, args) {
  try {
    execFileSync(program, args, { stdio: 'ignore', timeout: 20_000 });
    return true;
  } catch {
    return false;
  }
}

const WAYS = `No Temporal server could be found, downloaded or built. Any one of these will do:
  - install Temporal's command line (https://docs.temporal.io/cli, or \`brew install temporal\`), so that \`temporal\` is on the PATH;
  - let this machine reach https://temporal.download, from where it is fetched by itself;
  - install Go 1.24 or newer (https://go.dev/dl), and it is built by itself;
  - set TEMPORAL_ADDRESS=host:port to a server that you run elsewhere.`;
