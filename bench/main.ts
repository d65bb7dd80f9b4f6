import { fork } from 'node:child_process';
import type { Serializable } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { Stack } from '../tests/harness/stack';
import { billableActions } from './actions';
import type { BareKind } from './bare';
import type { Timing } from './load';
import { round } from './load';
import { startPaymentLoad } from './payments';
import { cpuMsOf, machine, rssMiBOf } from './processes';
import { printReport } from './report';
import type { Results, Runs } from './report';
import { temporal } from '@temporalio/proto';

const CONCURRENCIES = [1, 20, 60] as const;
/** Enough for a steady state on two cores, few enough to end in some minutes. */
const COUNTS = { 1: 60, 20: 600, 60: 900 } as const;
const WARM_UP = 300;

async function main(): Promise<void> {
  const json = process.argv.includes('--json');
  const say = (line: string): void => void (json || process.stderr.write(`${line}\n`));
  say('starting a stack of its own on free ports, with everything durable…');
  const stack = await Stack.start({
    durable: true,
    env: { LOG_LEVEL: 'warn', RATE_LIMIT_PER_SECOND: '100000' },
  });
  try {
    const results = await measure(stack, say);
    writeResults(results);
    if (json) process.stdout.write(`${JSON.stringify(results)}\n`);
    else printReport(results);
  } finally {
    await stack.stop();
  }
}

async function measure(stack: Stack, say: (line: string) => void): Promise<Results> {
  const bare = await forkBare(stack.urls.temporal);
  const payments = await startPaymentLoad(stack);
  try {
    say('warming up…');
    await payments.run(20, WARM_UP);
    await bare.run('threeLocal', 20, WARM_UP);
    await bare.run('threeRemote', 20, WARM_UP / 3);
    const runs = {} as Runs;
    let cpu: Results['cpuMsPerPayment'] = {};
    for (const concurrency of CONCURRENCIES) {
      const count = COUNTS[concurrency];
      say(`concurrency ${concurrency}: ${count} payments, and as many bare workflows of each kind…`);
      const bareLocal = await bare.run('threeLocal', concurrency, count);
      const [used, measured] = await cpuDuring(stack, () => payments.run(concurrency, count));
      const bareRemote = await bare.run('threeRemote', concurrency, Math.ceil(count / 2));
      runs[concurrency] = { ...measured, bareLocal, bareRemote };
      if (concurrency === 20) cpu = perPayment(used, count);
    }
    say('with receipts, and a bare update-with-start…');
    const receipt = { receipt: { phone: '+35799000001' } };
    const withReceipt = await payments.run(20, 300, receipt);
    await bare.run('answering', 1, 30);
    const bareUpdate = await bare.run('answering', 1, COUNTS[1]);
    return resultsOf(stack, runs, cpu, bareUpdate, withReceipt.end);
  } finally {
    bare.stop();
    await payments.close();
  }
}

async function resultsOf(
  stack: Stack,
  runs: Runs,
  cpuMsPerPayment: Results['cpuMsPerPayment'],
  bareUpdate: Timing,
  withReceipt: Timing,
): Promise<Results> {
  const by = (pick: (run: Runs[1]) => number) => ({
    '1': pick(runs[1]),
    '20': pick(runs[20]),
    '60': pick(runs[60]),
  });
  const pids = await stack.pids();
  return {
    ...(await historyOf(stack, runs[20].lastId)),
    ratePerSecond: by((run) => run.end.ratePerSecond),
    bareRemoteRatePerSecond: by((run) => run.bareRemote.ratePerSecond),
    bareLocalRatePerSecond: by((run) => run.bareLocal.ratePerSecond),
    rateWithReceiptPerSecond: withReceipt.ratePerSecond,
    cpuMsPerPayment,
    fundingP50Ms: runs[1].funding.p50,
    bareUpdateP50Ms: bareUpdate.p50,
    fundingMs: { p50: by((run) => run.funding.p50), p99: by((run) => run.funding.p99) },
    endMs: { p50: by((run) => run.end.p50), p99: by((run) => run.end.p99) },
    apiRssMiB: rssMiBOf(pids.api!),
    workerRssMiB: rssMiBOf(pids.worker!),
    machine: machine(),
    date: new Date().toISOString(),
  };
}

async function historyOf(
  stack: Stack,
  workflowId: string,
): Promise<Pick<Results, 'eventsPerPayment' | 'actionsPerPayment' | 'historyBytesPerPayment'>> {
  const connection = await Connection.connect({ address: stack.urls.temporal });
  const history = await new Client({ connection }).workflow.getHandle(workflowId).fetchHistory();
  await connection.close();
  return {
    eventsPerPayment: history.events!.length,
    actionsPerPayment: billableActions(history),
    historyBytesPerPayment: temporal.api.history.v1.History.encode(history).finish().length,
  };
}

async function cpuDuring<T>(stack: Stack, work: () => Promise<T>): Promise<[Record<string, number>, T]> {
  const pids = await stack.pids();
  const before = Object.entries(pids).map(([name, pid]) => [name, pid, cpuMsOf(pid)] as const);
  const result = await work();
  return [Object.fromEntries(before.map(([name, pid, used]) => [name, cpuMsOf(pid) - used])), result];
}

function perPayment(used: Record<string, number>, count: number): Record<string, number> {
  return Object.fromEntries(Object.entries(used).map(([name, ms]) => [name, round(ms / count)]));
}

interface BareProcess {
  run(kind: BareKind, concurrency: number, count: number): Promise<Timing>;
  stop(): void;
}

async function forkBare(address: string): Promise<BareProcess> {
  const child = fork(path.join(__dirname, 'bare.ts'), [address], { execArgv: ['--import', 'tsx'] });
  const failure = once(child, 'exit').then(([code]): never => {
    throw new Error(`the bare workflows' process ended with ${code}`);
  });
  failure.catch(() => undefined);
  const ask = async <T>(message?: Serializable): Promise<T> => {
    const told = once(child, 'message');
    if (message) child.send(message);
    const [answer] = await Promise.race([told, failure]);
    return answer as T;
  };
  await ask();
  return { run: (...message) => ask<Timing>(message), stop: () => child.disconnect() };
}

/** One file a day and machine's name would overwrite what is worth comparing, so each run keeps its own. */
function writeResults(results: Results): void {
  const folder = path.join(__dirname, 'results');
  mkdirSync(folder, { recursive: true });
  const name = results.date.replace(/[:.]/g, '-');
  writeFileSync(path.join(folder, `${name}.json`), `${JSON.stringify(results, undefined, 2)}\n`);
}

main().then(
  () => process.exit(0),
  (error: Error) => {
    process.stderr.write(`${error.stack ?? error.message}\n`);
    process.exit(1);
  },
);
