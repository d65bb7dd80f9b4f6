import Table from 'cli-table3';
import type { Timing } from './load';
import { round } from './load';

type ByConcurrency = Record<'1' | '20' | '60', number>;

export type Runs = Record<
  1 | 20 | 60,
  { funding: Timing; end: Timing; bareLocal: Timing; bareRemote: Timing; lastId: string }
>;

/** What `--json` prints. Rates are of finished payments or workflows; times in milliseconds, memory in MiB. */
export interface Results {
  eventsPerPayment: number;
  actionsPerPayment: number;
  historyBytesPerPayment: number;
  ratePerSecond: ByConcurrency;
  bareRemoteRatePerSecond: ByConcurrency;
  bareLocalRatePerSecond: ByConcurrency;
  /** At 20 in flight, each payment followed by a notification workflow and its SMS. */
  rateWithReceiptPerSecond: number;
  /** At 20 in flight, by process. */
  cpuMsPerPayment: Record<string, number>;
  /** Alone, to the answer of the POST. */
  fundingP50Ms: number;
  /** Alone: update-with-start and one local activity. */
  bareUpdateP50Ms: number;
  fundingMs: { p50: ByConcurrency; p99: ByConcurrency };
  endMs: { p50: ByConcurrency; p99: ByConcurrency };
  apiRssMiB: number;
  workerRssMiB: number;
  machine: string;
  date: string;
}

/** The same for people. Targets are printed beside the figures; nothing here passes or fails. */
export function printReport(results: Results): void {
  const table = new Table({
    head: [
      'in flight',
      'payments/s',
      'funding p50 / p99',
      'end p50 / p99',
      'bare remote/s',
      'bare local/s',
      '× remote',
      '× local',
    ],
    style: process.stdout.isTTY ? {} : { head: [], border: [] },
    colAligns: Array.from({ length: 8 }, () => 'right' as const),
  });
  for (const n of ['1', '20', '60'] as const) {
    const rate = results.ratePerSecond[n];
    const remote = results.bareRemoteRatePerSecond[n];
    const local = results.bareLocalRatePerSecond[n];
    table.push([
      n,
      rate,
      `${results.fundingMs.p50[n]} / ${results.fundingMs.p99[n]} ms`,
      `${results.endMs.p50[n]} / ${results.endMs.p99[n]} ms`,
      remote,
      local,
      ratio(rate, remote),
      ratio(rate, local),
    ]);
  }
  const cpu = Object.entries(results.cpuMsPerPayment).map(([name, ms]) => `${name} ${ms}`);
  const total = round(Object.values(results.cpuMsPerPayment).reduce((sum, ms) => sum + ms, 0));
  const lines = [
    `\n${results.machine}\n`,
    table.toString(),
    `history of a payment   ${results.eventsPerPayment} events (budget 12), ${results.actionsPerPayment} billable actions (budget 4), ${results.historyBytesPerPayment} bytes`,
    `CPU ms a payment       ${cpu.join(', ')}; together ${total} (20 in flight)`,
    `with a receipt         ${results.rateWithReceiptPerSecond} payments/s (20 in flight)`,
    `funding answer alone   ${results.fundingP50Ms} ms, ${ratio(results.fundingP50Ms, results.bareUpdateP50Ms)} of a bare update-with-start (${results.bareUpdateP50Ms} ms; target at most 1.5)`,
    `memory                 API ${results.apiRssMiB} MiB, worker ${results.workerRssMiB} MiB`,
    `targets at 20          × remote at least 1.5, × local at least 0.6`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

function ratio(one: number, other: number): string {
  return other === 0 ? '–' : (one / other).toFixed(2);
}
