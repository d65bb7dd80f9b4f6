import { createHash } from 'node:crypto';
import { CommandRefused } from '../../client/interfaces';
import type { Resolution } from '../../client/interfaces';
import type { Actor } from '../../domain/actors';
import { isSame } from '../../domain/refunds';
import { canonicalJson } from '../http/idempotency';
import { Problem } from '../http/problems';
import type { Call } from '../http/route';

type KeyedCall = Pick<Call, 'caller' | 'idempotency'>;

/** What a request is known by to whatever it commands: the same caller, key and request again are the same command. */
export function commandIdOf({ caller, idempotency }: KeyedCall): string {
  const { key, hash } = idempotency!;
  return createHash('sha256')
    .update(canonicalJson([caller.kind, caller.id, key, hash]))
    .digest('hex');
}

/**
 * Gives a command. A refusal, be it by the workflow or by the rules of this moment, counts for nothing where the same
 * request was sent before and has taken effect: its answer was lost, and the workflow has ended or is about something else
 * by now. Undefined then.
 */
export async function givenOnce<State>(
  call: KeyedCall,
  give: (commandId: string) => Promise<State>,
  tookEffect: () => Promise<boolean>,
): Promise<State | undefined> {
  try {
    return await give(commandIdOf(call));
  } catch (error) {
    const sentBefore = (call.idempotency?.attempt ?? 1) > 1;
    const refused = error instanceof CommandRefused || error instanceof Problem;
    if (refused && sentBefore && (await tookEffect())) return undefined;
    throw error;
  }
}

interface Logged {
  fact: { type: string } & Record<string, unknown>;
  actor: Actor;
}

/** Whether the log says that this is what somebody did. */
export const didIt = (facts: readonly Logged[], actor: Actor, type: string): boolean =>
  facts.some(({ fact, actor: by }) => fact.type === type && isSame(by, actor));

/** Whether the log says that somebody decided so. Who only had it asked about has nothing there, and nothing more to ask. */
export const resolvedIt = (facts: readonly Logged[], actor: Actor, { decision, note }: Resolution): boolean =>
  decision === 'ask_again' ||
  facts.some(({ fact, actor: by }) => fact.note === note && isSame(by, actor) && says(fact.type, decision));

/** What was only cleared was settled before, and is logged alike whichever way it was decided. */
const says = (type: string, decision: 'succeeded' | 'declined'): boolean =>
  type === 'attention_cleared' || type.endsWith(`_${decision}`);
