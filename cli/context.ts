import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import { Interrupted } from './api';
import type { Api } from './api';
import type { Settings } from './settings';
import type { Terminal } from './terminal';

/** What every command works with. */
export interface Context {
  api: Api;
  terminal: Terminal;
  workflowUrl: Settings['workflowUrl'];
  /** Aborted by Ctrl-C. */
  interrupted: AbortSignal;
}

/** A fresh `Idempotency-Key`: what a person asks for twice is meant twice. */
export const newKey = (): string => randomUUID();

/** @throws Interrupted */
export async function pause(context: Context, milliseconds: number): Promise<void> {
  try {
    await sleep(milliseconds, undefined, { signal: context.interrupted });
  } catch (error) {
    throw new Interrupted('interrupted', { cause: error });
  }
}

export const paymentPath = (id: string): string => `/v1/payments/${encodeURIComponent(id)}`;
export const refundPath = (id: string): string => `/v1/refunds/${encodeURIComponent(id)}`;

/** What is said of a payment may be said of a refund, where its id is one's. */
export const isRefund = (id: string): boolean => id.startsWith('rfd_');

/** Every command that answers with data has it. */
export function withJson(command: Command): Command {
  return command.option('--json', 'machine output: JSON as the API answers it');
}
