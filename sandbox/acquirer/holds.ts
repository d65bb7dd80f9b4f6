import type { Money } from '../schemas';
import type { DeclineCode } from './test-cards';

export type OperationKind = 'authorisation' | 'capture' | 'void' | 'refund';

/** An operation as the protocol answers it. */
export interface Operation {
  id: string;
  reference: string;
  kind: OperationKind;
  status: 'approved' | 'declined';
  declineCode?: string;
  /** Of an authorisation: whether its money has been taken, by itself or by a capture. */
  captured?: boolean;
  amount: Money;
  createdAt: string;
}

/** An operation with what the acquirer must remember to recognise and apply it. */
export interface Recorded extends Operation {
  /** The authorisation that a capture, void or refund is about; without an id where nothing is held. */
  authorisation?: { id?: string; reference: string };
  token?: string;
}

/** What stands under an approved authorisation, in minor units of its currency. */
export interface Hold {
  id: string;
  amount: Money;
  captured: number;
  refunded: number;
  voided: boolean;
}

/** The money that approved authorisations hold, and what became of it. */
export class Holds {
  private readonly byId = new Map<string, Hold>();
  /** The latest one under a reference: an acquirer without idempotency can hold twice under one. */
  private readonly byReference = new Map<string, Hold>();

  apply({ id, reference, kind, status, captured, amount, authorisation }: Recorded): void {
    if (status === 'declined') return;
    if (kind === 'authorisation') {
      const hold = { id, amount, captured: captured ? amount.value : 0, refunded: 0, voided: false };
      this.byId.set(id, hold);
      this.byReference.set(reference, hold);
      return;
    }
    const hold = this.byId.get(authorisation?.id ?? '');
    if (hold === undefined) return;
    if (kind === 'capture') hold.captured += amount.value;
    else if (kind === 'refund') hold.refunded += amount.value;
    else hold.voided = true;
  }

  of(id: string): Hold | undefined {
    return this.byId.get(id);
  }

  under(reference: string): Hold | undefined {
    return this.byReference.get(reference);
  }

  clear(): void {
    this.byId.clear();
    this.byReference.clear();
  }
}

/** Why an operation on a hold is declined, or undefined. With `strict` off, only its own size is limited. */
export function declineOf(
  kind: Exclude<OperationKind, 'authorisation'>,
  hold: Hold,
  value: number,
  strict: boolean,
): DeclineCode | undefined {
  switch (kind) {
    case 'capture':
      if (hold.voided) return 'already_voided';
      return value > hold.amount.value - (strict ? hold.captured : 0) ? 'amount_too_large' : undefined;
    case 'void':
      if (hold.voided) return strict ? 'already_voided' : undefined;
      return hold.captured > 0 ? 'not_authorised' : undefined;
    case 'refund':
      if (hold.captured === 0) return 'not_authorised';
      return value > hold.captured - (strict ? hold.refunded : 0) ? 'amount_too_large' : undefined;
  }
}
