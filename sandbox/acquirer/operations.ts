import { ProtocolError } from '../endpoint';
import type { Money } from '../schemas';
import { newId } from '../ids';
import type { Journal } from '../journal';
import type { OperationLog } from '../operation-log';
import { declineOf, Holds, type Operation, type Recorded } from './holds';
import { type KeyedCard, type Vault, declineOfCard, declineOfNumber, keyedCard } from './vault';

type Draft = Pick<Recorded, 'kind' | 'reference' | 'amount' | 'token' | 'authorisation'> & {
  capture?: boolean;
};

/** What a void of nothing is about: ISO 4217 has a code for "no currency". */
const NOTHING: Money = { value: 0, currency: 'XXX' };

/**
 * The books of the acquirer. While `idempotent`, a reference is executed once and answered alike for ever after;
 * otherwise each request is executed anew, a second capture takes the money a second time, and only the size of a
 * single operation is limited.
 */
export class Operations {
  idempotent = true;
  /** How long after its commit an inquiry still answers "never seen", in milliseconds. */
  absentLagMs = 0;
  private readonly latest = new Map<string, Recorded>();
  private readonly holds = new Holds();

  constructor(
    private readonly journal: Journal,
    private readonly log: OperationLog,
    private readonly vault: Vault,
  ) {
    journal.on<Recorded>('acquirer.operation', (operation) => this.apply(operation));
  }

  authorise(
    request: { reference: string; amount: Money; token: string; capture: boolean },
    reject?: string,
  ): Operation {
    return this.once(
      { kind: 'authorisation', ...request },
      () => reject ?? declineOfCard(this.vault.find(request.token)),
    );
  }

  /** As `authorise`, by a card number that the merchant was given. Neither kept nor logged. */
  authoriseKeyed(
    { card, ...request }: { reference: string; amount: Money; card: KeyedCard; capture: boolean },
    reject?: string,
  ): Operation {
    const keyed = keyedCard(card);
    return this.once(
      { kind: 'authorisation', ...request, token: keyed.token },
      () => reject ?? declineOfNumber(card) ?? declineOfCard(keyed),
    );
  }

  /** Records the authorisation that a payer made, or finally failed to make, on a hosted page. */
  authoriseFromPage(
    request: { reference: string; amount: Money; token?: string },
    declineCode?: string,
  ): void {
    this.commit({ kind: 'authorisation', capture: false, ...request }, declineCode);
  }

  /** A capture, void or refund of what is held under the reference `about`. A void is of all of it. */
  followUp(
    kind: 'capture' | 'void' | 'refund',
    about: string,
    request: { reference: string; amount?: Money },
    reject?: string,
  ): Operation {
    const hold = this.holds.under(about);
    const amount = request.amount ?? hold?.amount ?? NOTHING;
    if (hold && hold.amount.currency !== amount.currency) {
      throw new ProtocolError(
        422,
        'currency_mismatch',
        'The authorisation is in another currency.',
        'amount.currency',
      );
    }
    const authorisation = { id: hold?.id, reference: about };
    return this.once({ kind, reference: request.reference, amount, authorisation }, () => {
      if (reject !== undefined) return reject;
      return hold ? declineOf(kind, hold, amount.value, this.idempotent) : 'not_authorised';
    });
  }

  /** The latest operation under a reference, once an inquiry may see it. */
  inquire(reference: string): Operation | undefined {
    const operation = this.latest.get(reference);
    if (operation === undefined) return undefined;
    const visible = Date.now() - Date.parse(operation.createdAt) >= this.absentLagMs;
    return visible ? this.view(operation) : undefined;
  }

  clear(): void {
    this.idempotent = true;
    this.absentLagMs = 0;
    this.latest.clear();
    this.holds.clear();
  }

  private once(draft: Draft, decide: () => string | undefined): Operation {
    const first = this.idempotent ? this.latest.get(draft.reference) : undefined;
    if (first === undefined) return this.commit(draft, decide());
    if (isSame(first, draft)) return this.view(first);
    throw new ProtocolError(
      422,
      'reference_reused',
      'This reference belongs to another operation.',
      'reference',
    );
  }

  private commit(draft: Draft, declineCode: string | undefined): Operation {
    const { capture, ...rest } = draft;
    const operation: Recorded = {
      id: newId('op'),
      ...rest,
      status: declineCode === undefined ? 'approved' : 'declined',
      declineCode,
      createdAt: new Date().toISOString(),
    };
    if (draft.kind === 'authorisation') {
      operation.captured = capture === true && declineCode === undefined;
    }
    this.apply(operation);
    this.journal.append('acquirer.operation', operation);
    return this.view(operation);
  }

  private apply(operation: Recorded): void {
    this.latest.set(operation.reference, operation);
    this.holds.apply(operation);
    const { authorisation, ...visible } = operation;
    this.log.add({ target: 'acquirer', ...visible, subject: authorisation?.reference });
  }

  private view({ authorisation: _, token: __, ...operation }: Recorded): Operation {
    const hold = this.holds.of(operation.id);
    return hold ? { ...operation, captured: hold.captured > 0 } : operation;
  }
}

function isSame(first: Recorded, draft: Draft): boolean {
  return (
    first.kind === draft.kind &&
    first.amount.value === draft.amount.value &&
    first.amount.currency === draft.amount.currency &&
    first.token === draft.token &&
    first.authorisation?.reference === draft.authorisation?.reference
  );
}
