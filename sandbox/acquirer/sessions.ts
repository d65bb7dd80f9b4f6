import type { Callbacks } from '../callbacks';
import type { Money } from '../schemas';
import { newId } from '../ids';
import type { Journal } from '../journal';
import type { Operations } from './operations';
import { type Card, type CardDetails, type Vault, describeCard } from './vault';

/** A payer may try this often; the last failure is final. */
export const MAX_TRIES = 3;

export interface SessionRequest {
  reference: string;
  amount: Money;
  returnUrl: string;
  callbackUrl: string;
  expiresAt: string;
  saveCard: boolean;
  description?: string;
}

export interface Session extends SessionRequest {
  id: string;
  status: 'open' | 'authorised' | 'declined' | 'expired';
  declineCode?: string;
  tries: number;
  card?: Card;
  /** Token of the card whose challenge is on, while the payer is asked for the code. */
  challenged?: string;
}

/** What a payer's attempt came to: over, a challenge to pass first, or a failed try with others left. */
export type Attempt = { next: 'finished' } | { next: 'challenge' } | { next: 'retry'; declineCode: string };

/** Hosted card pages: what each is for, how it stands, and the callback when that becomes final. */
export class Sessions {
  private readonly byId = new Map<string, Session>();
  private readonly byReference = new Map<string, Session>();
  private readonly expiryTimers = new Map<string, NodeJS.Timeout>();

  constructor(
    private readonly journal: Journal,
    private readonly vault: Vault,
    private readonly operations: Operations,
    private readonly callbacks: Callbacks,
  ) {
    journal.on<Session>('acquirer.session', (session) => this.keep(session));
  }

  create(request: SessionRequest): Session {
    const session: Session = { ...request, id: newId('ses'), status: 'open', tries: 0 };
    this.save(session);
    return session;
  }

  find(id: string): Session | undefined {
    return this.byId.get(id);
  }

  findByReference(reference: string): Session | undefined {
    return this.byReference.get(reference);
  }

  /** Closes the page for the payer. A session that is already over stays as it is. */
  expire(session: Session): void {
    if (session.status !== 'open') return;
    session.status = 'expired';
    this.finish(session);
  }

  cancel(session: Session): void {
    this.decline(session, 'cancelled_by_payer');
  }

  /** The payer has typed a card whose details are sound. `reject` is a decline scripted by a fault. */
  pay(session: Session, details: CardDetails, reject?: string): Attempt {
    const card = this.vault.store(details, session.saveCard);
    if (reject !== undefined) return this.failedTry(session, reject);
    if (card.behaviour === 'challenge') {
      session.challenged = card.token;
      this.save(session);
      return { next: 'challenge' };
    }
    return card.behaviour === 'approve'
      ? this.authorise(session, card.token)
      : this.failedTry(session, card.behaviour);
  }

  answerChallenge(session: Session, isRight: boolean): Attempt {
    const token = session.challenged;
    return isRight && token
      ? this.authorise(session, token)
      : this.failedTry(session, 'authentication_failed');
  }

  /** Starts the expiry timers of the open sessions that a journal brought back. */
  resume(): void {
    for (const session of this.byId.values()) this.arm(session);
  }

  clear(): void {
    for (const timer of this.expiryTimers.values()) clearTimeout(timer);
    this.expiryTimers.clear();
    this.byId.clear();
    this.byReference.clear();
  }

  private authorise(session: Session, token: string): Attempt {
    const { reference, amount } = session;
    const card = this.vault.find(token);
    this.operations.authoriseFromPage({ reference, amount, token });
    session.status = 'authorised';
    session.card = card && describeCard(card);
    this.finish(session);
    return { next: 'finished' };
  }

  private failedTry(session: Session, declineCode: string): Attempt {
    session.tries += 1;
    if (session.tries < MAX_TRIES) {
      this.save(session);
      return { next: 'retry', declineCode };
    }
    this.decline(session, declineCode);
    return { next: 'finished' };
  }

  private decline(session: Session, declineCode: string): void {
    const { reference, amount } = session;
    this.operations.authoriseFromPage({ reference, amount }, declineCode);
    session.status = 'declined';
    session.declineCode = declineCode;
    this.finish(session);
  }

  private finish(session: Session): void {
    session.challenged = undefined;
    this.save(session);
    const { reference, status, callbackUrl } = session;
    this.callbacks.send({
      target: 'acquirer',
      url: callbackUrl,
      references: [reference],
      contentType: 'application/json',
      body: JSON.stringify({ id: newId('evt'), type: `session.${status}`, reference }),
    });
  }

  private save(session: Session): void {
    this.keep(session);
    this.arm(session);
    this.journal.append('acquirer.session', session);
  }

  private keep(session: Session): void {
    this.byId.set(session.id, session);
    this.byReference.set(session.reference, session);
  }

  private arm(session: Session): void {
    clearTimeout(this.expiryTimers.get(session.id));
    this.expiryTimers.delete(session.id);
    if (session.status !== 'open') return;
    const timer = setTimeout(
      () => this.expire(session),
      Math.max(0, Date.parse(session.expiresAt) - Date.now()),
    );
    this.expiryTimers.set(session.id, timer);
  }
}
