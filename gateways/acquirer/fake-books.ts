import type { DeclineCode } from '../../domain/declines';
import type { Money } from '../../domain/money';
import type { LaterOperation } from './acquirer';

/** One committed operation; declined ones are on the books too. */
export interface FakeOperation {
  id: string;
  kind: 'authorise' | LaterOperation;
  reference: string;
  /** The reference of the authorisation that it is about, or its own. */
  authorisation: string;
  amount: Money;
  declined?: DeclineCode;
}

interface Hold {
  amount: Money;
  captured: number;
  refunded: number;
  released: boolean;
}

type Draft = Pick<FakeOperation, 'kind' | 'reference' | 'authorisation'>;

/** What stands in the fake acquirer's accounts: operations in order, and what each authorisation still holds. */
export class FakeBooks {
  readonly operations: FakeOperation[] = [];
  private readonly holds = new Map<string, Hold>();

  constructor(public idempotent: boolean) {}

  latest(reference: string): FakeOperation | undefined {
    return this.operations.findLast((operation) => operation.reference === reference);
  }

  isCaptured(authorisation: string): boolean {
    return (this.holds.get(authorisation)?.captured ?? 0) > 0;
  }

  authorise(reference: string, amount: Money, capture: boolean, refusal?: DeclineCode): FakeOperation {
    const draft: Draft = { kind: 'authorise', reference, authorisation: reference };
    return this.once(draft, amount, refusal, () => {
      const captured = capture ? amount.value : 0;
      this.holds.set(reference, { amount, captured, refunded: 0, released: false });
    });
  }

  /** A capture, release or refund; a release is of all that is held. */
  followUp(draft: Draft, amount: Money | undefined, refusal?: DeclineCode): FakeOperation {
    const hold = this.holds.get(draft.authorisation);
    const sum = amount ?? hold?.amount ?? { value: 0, currency: 'XXX' };
    const code = refusal ?? refusalOf(draft.kind, hold, sum.value, this.idempotent);
    return this.once(draft, sum, code, () => {
      if (hold === undefined) return;
      if (draft.kind === 'capture') hold.captured += sum.value;
      else if (draft.kind === 'refund') hold.refunded += sum.value;
      else hold.released = true;
    });
  }

  private once(
    draft: Draft,
    amount: Money,
    refusal: DeclineCode | undefined,
    move: () => void,
  ): FakeOperation {
    const first = this.idempotent ? this.latest(draft.reference) : undefined;
    if (first) return first;
    const operation = { ...draft, id: `op_${this.operations.length + 1}`, amount, declined: refusal };
    this.operations.push(operation);
    if (refusal === undefined) move();
    return operation;
  }
}

/** With `strict` off, only the size of a single operation is limited: a second capture takes the money again. */
function refusalOf(
  kind: FakeOperation['kind'],
  hold: Hold | undefined,
  value: number,
  strict: boolean,
): DeclineCode | undefined {
  if (hold === undefined) return 'not_authorised';
  if (kind === 'release') return hold.captured > 0 ? 'not_authorised' : undefined;
  if (kind === 'capture') {
    if (hold.released) return 'not_authorised';
    return value > hold.amount.value - (strict ? hold.captured : 0) ? 'amount_out_of_range' : undefined;
  }
  if (hold.captured === 0) return 'not_authorised';
  return value > hold.captured - (strict ? hold.refunded : 0) ? 'amount_out_of_range' : undefined;
}
