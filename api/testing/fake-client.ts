import type { Actor } from '../../domain/actors';
import type { PaymentOrder } from '../../domain/orders';
import type { PaymentState } from '../../domain/payments';
import { CommandRefused } from '../../client/interfaces';
import type { PaymentsClient, Resolution } from '../../client/interfaces';
import type { FakeStore } from './fake-store';

/** What becomes of a payment when it is started. */
export type Script = 'goes_well' | 'declined' | 'slow' | 'unknown' | 'late_answer';

/** Plays the workflow: changes the fake store as the real one would, at once and in the same process. */
export class FakeClient implements PaymentsClient {
  readonly hostsWorker: boolean = true;
  script: Script = 'goes_well';
  /** Every fresh start waits for it. */
  gate: Promise<void> = Promise.resolve();
  /** Thrown by every call while it is set. */
  fails: Error | undefined;
  up = true;
  worked: Record<string, boolean> = { payments: true };
  readonly started: { paymentId: string; fresh: boolean }[] = [];
  readonly told: string[] = [];
  readonly deliveries: string[] = [];
  cardResult: Awaited<ReturnType<PaymentsClient['registerCard']>> | undefined;
  /** Payments whose workflow has not heard what the store knows of their trouble. */
  readonly unheard = new Set<string>();
  /** What a payer who came back finds. */
  onNews: ((paymentId: string) => unknown) | undefined;

  constructor(private readonly store: FakeStore) {}

  async start(
    order: PaymentOrder,
    { fresh }: { fresh: boolean; waitMs: number },
  ): Promise<PaymentState | undefined> {
    this.check();
    this.started.push({ paymentId: order.id, fresh });
    if (!fresh) return undefined;
    await this.gate;
    switch (this.script) {
      case 'slow':
        return undefined;
      case 'unknown':
        return this.store.happen(order.id, { type: 'funding_unknown', reason: 'timeout' });
      case 'declined':
        return this.store.happen(order.id, { type: 'funding_declined', code: 'insufficient_funds' });
      default:
        return this.goWell(order);
    }
  }

  async cancel(paymentId: string, actor: Actor): Promise<PaymentState> {
    this.check();
    const status = this.store.held.get(paymentId)!.state.status;
    if (status !== 'awaiting_payer') throw new CommandRefused('not_cancellable');
    return this.store.happen(paymentId, { type: 'cancelled', actor });
  }

  async resolve(paymentId: string, { note }: Resolution, actor: Actor): Promise<PaymentState> {
    this.check();
    const { attention, status } = this.store.held.get(paymentId)!.state;
    if (status === 'succeeded') throw new CommandRefused('not_running');
    if (!attention || this.unheard.has(paymentId)) throw new CommandRefused('not_in_attention');
    return this.store.happen(paymentId, { type: 'attention_cleared', actor, note });
  }

  async news(paymentId: string): Promise<boolean> {
    this.check();
    this.told.push(paymentId);
    this.unheard.delete(paymentId);
    this.onNews?.(paymentId);
    return true;
  }

  async registerCard(
    request: Parameters<PaymentsClient['registerCard']>[0],
  ): ReturnType<PaymentsClient['registerCard']> {
    this.check();
    if (this.cardResult) return this.cardResult;
    const { cardId: id, customerId, acquirer, token } = request;
    const expiry = { expiryMonth: 12, expiryYear: 2030, createdAt: '2026-01-31T10:00:00.000Z' };
    const card = { id, customerId, acquirer, token, brand: 'visa', last4: '4242', ...expiry };
    this.store.registered.set(id, card);
    return { kind: 'registered', card };
  }

  async deliveryNews(notificationId: string): Promise<void> {
    this.check();
    this.deliveries.push(notificationId);
  }

  async ping(): Promise<boolean> {
    return this.up;
  }

  async queues(): Promise<Record<string, boolean>> {
    return this.worked;
  }

  private goWell({ id, source }: PaymentOrder): PaymentState {
    if (source.type === 'hosted_page') {
      return this.store.happen(id, { type: 'page_opened', url: `https://acquirer.example/pay/${id}` });
    }
    const funded = this.store.happen(id, { type: 'funding_succeeded', externalId: 'op_1' });
    const succeeded = this.store.happen(id, { type: 'crediting_succeeded', externalId: 'reg_1' });
    return this.script === 'late_answer' ? succeeded : funded;
  }

  private check(): void {
    if (this.fails) throw this.fails;
  }
}
