import * as messages from '../../workflows/messages';
import { ATTENTION_REASONS, PAYMENT_STATUSES } from '../../domain/payments';
import { REFUND_ATTENTIONS, REFUND_STATUSES } from '../../domain/refunds';
import { SUMMARIES as PAYMENT_ACTIVITIES } from '../../workflows/payment/summaries';
import { SUMMARIES as REFUND_ACTIVITIES } from '../../workflows/refund/summaries';
import type { History } from '../support/engine';
import { readHistory, recordedNames } from './histories';

// What the code says may happen, against what happens in the recorded histories: a path that is new to the code and in no
// history fails here.

const histories = recordedNames().map(readHistory);
const events = histories.flatMap((history) => history.events ?? []);
const typeOf = ({ events }: History) =>
  events![0]!.workflowExecutionStartedEventAttributes!.workflowType!.name;

/** Everything that was said to a workflow of a type, or answered by it. */
function* said(type: string): Generator<Record<string, unknown>> {
  for (const history of histories) {
    if (typeOf(history) === type) yield* within(history);
  }
}

function* within(node: unknown): Generator<Record<string, unknown>> {
  if (typeof node !== 'object' || node === null) return;
  if (node instanceof Uint8Array) return yield* within(parsed(node));
  yield node as Record<string, unknown>;
  for (const value of Object.values(node)) yield* within(value);
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return undefined;
  }
}

/** How the payments, or the refunds, of the histories stood: told by the leg that each of them has. */
function standings(type: string, leg: string): { status: unknown; attention: unknown }[] {
  return [...said(type)].filter((one) => leg in one).map(({ status, attention }) => ({ status, attention }));
}

const missing = <T>(all: readonly T[], seen: Iterable<unknown>): T[] => {
  const there = new Set(seen);
  return all.filter((one) => !there.has(one));
};

test.each([
  ['payment', 'funding', PAYMENT_STATUSES, ATTENTION_REASONS],
  ['refund', 'refunding', REFUND_STATUSES, REFUND_ATTENTIONS],
] as const)(
  'a %s stands in each status, and needs a person for each reason',
  (type, leg, statuses, reasons) => {
    const seen = standings(type, leg);
    expect({
      statuses: missing<string>(
        statuses,
        seen.map(({ status }) => status),
      ),
      reasons: missing<string>(
        reasons,
        seen.map(({ attention }) => attention),
      ),
    }).toEqual({ statuses: [], reasons: [] });
  },
);

test('each signal and update is heard', () => {
  const definitions = Object.values(messages).filter(({ type }) => type !== 'query');
  const signals = events.map((event) => event.workflowExecutionSignaledEventAttributes?.signalName);
  const updates = events.map(
    (event) => event.workflowExecutionUpdateAcceptedEventAttributes?.acceptedRequest?.input?.name,
  );
  const names = definitions.map(({ name }) => name);
  expect(missing(names, [...signals, ...updates])).toEqual([]);
});

test('each activity of payments and refunds is done where operations can see it, if ever it is', () => {
  const done = events.map((event) => event.activityTaskScheduledEventAttributes?.activityType?.name);
  const names = Object.keys({ ...PAYMENT_ACTIVITIES, ...REFUND_ACTIVITIES });
  expect(missing(names, done)).toEqual(ONLY_LOCAL);
});

/** Pages are looked at here and now, or by and by; there is nothing to retry. */
const ONLY_LOCAL = ['checkPage'];
