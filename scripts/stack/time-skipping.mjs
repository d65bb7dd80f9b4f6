// Temporal's time-skipping test server: the SDK's own download, else the same server from Maven Central as a Java program.
import { execFile, execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { CACHE } from './paths.mjs';
import { sdkDownload } from './sdk-download.mjs';

const VERSION = '1.38.0';
const HOME = path.join(CACHE, `temporal-test-server-${VERSION}`);
const WRAPPER = path.join(HOME, 'temporal-test-server');

const POM = `<project><modelVersion>4.0.0</modelVersion>
<groupId>tillflow</groupId><artifactId>test-server</artifactId><version>1</version>
<dependencies><dependency>
<groupId>io.temporal</groupId><artifactId>temporal-test-server</artifactId><version>${VERSION}</version>
</dependency><dependency>
<groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>1.7.36</version>
</dependency></dependencies></project>
`;

// A small heap and the fast start-up compiler: many short-lived servers run side by side.
const JAVA = 'exec java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto -Xmx256m';
const SCRIPT = `#!/bin/sh\n${JAVA} -cp "$(dirname "$0")/lib/*" io.temporal.testserver.TestServer "$@"\n`;

/**
 * The path of an executable for `TestWorkflowEnvironment.createTimeSkipping`, fetched when it is not there yet.
 * @param {(line: string) => void} say
 * @returns {Promise<string>}
 */
export async function timeSkippingServer(say) {
  if (existsSync(WRAPPER)) return WRAPPER;
  const downloaded = await sdkDownload('time-skipping', 15_000);
  if (downloaded) return downloaded;
  const missing = ['java', 'mvn'].filter((program) => !onPath(program));
  if (missing.length > 0) throw new Error(cannotBeHad(`${missing.join(' and ')} not found`));
  say('fetching the Temporal test server from Maven Central…');
  try {
    await fetchWithMaven();
  } catch (error) {
    throw new Error(cannotBeHad(`Maven says:\n${String(error.stdout || error.message).slice(-1500)}`), {
      cause: error,
    });
  }
  return WRAPPER;
}

async function fetchWithMaven() {
  const partial = `${HOME}.${process.pid}`;
  mkdirSync(partial, { recursive: true });
  try {
    writeFileSync(path.join(partial, 'pom.xml'), POM);
    const args = ['-q', '-B', 'dependency:copy-dependencies', '-DoutputDirectory=lib'];
    await promisify(execFile)('mvn', args, { cwd: partial, timeout: 300_000 });
    writeFileSync(path.join(partial, path.basename(WRAPPER)), SCRIPT);
    chmodSync(path.join(partial, path.basename(WRAPPER)), 0o755);
    if (!existsSync(WRAPPER)) renameSync(partial, HOME);
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
}

function onPath(program) {
  try {
    execFileSync(program, ['-version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const cannotBeHad = (why) => `Workflow tests need Temporal's time-skipping test server, and it can't be had:
  - the SDK's download (https://temporal.download) did not answer;
  - building it from Maven Central needs Java 11+ and Maven: ${why}
Install both (Debian: apt install default-jre-headless maven), or run only the others: npm run test:fast`;
