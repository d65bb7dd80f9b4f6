import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { temporal } from '@temporalio/proto';
import type { History } from '../support/engine';

const { History: Message } = temporal.api.history.v1;

const FOLDER = path.join(__dirname, 'histories');
const fileOf = (name: string): string => path.join(FOLDER, `${name}.json`);

/** The names of all recorded histories. They are kept decrypted: what is in them is made up. */
export function recordedNames(): string[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.json'))
    .map((file) => path.basename(file, '.json'))
    .sort();
}

export function readHistory(name: string): History {
  return Message.fromObject(JSON.parse(readFileSync(fileOf(name), 'utf8')) as Record<string, unknown>);
}

/** Writes an event a line, so that a recording that is made again shows what changed. */
export function writeHistory(name: string, history: History): void {
  const plain = Message.toObject(Message.fromObject(history), {
    longs: String,
    enums: String,
    bytes: String,
  });
  const { events } = plain as { events: object[] };
  const lines = events
    .map(withoutBallast)
    .map((event) => JSON.stringify(event))
    .join(',\n');
  writeFileSync(fileOf(name), `{"events":[\n${lines}\n]}\n`);
}

interface Signaled {
  workflowExecutionSignaledEventAttributes?: { input?: { payloads: { data: string }[] } };
}

/** What a signal carried that nobody reads, to make a history long enough for a new run. */
const BALLAST = 100_000;

function withoutBallast(event: object): object {
  for (const payload of (event as Signaled).workflowExecutionSignaledEventAttributes?.input?.payloads ?? []) {
    if (payload.data.length > BALLAST) payload.data = Buffer.from('""').toString('base64');
  }
  return event;
}
