import type { Actor } from '../../domain/actors';
import { CommandRefused } from '../../client/interfaces';
import type { RefundsClient } from '../../client/interfaces';
import { applyToRefund, isFruitless, isSame, mayDecide, requested } from '../../domain/refunds';
import type { RefundFact, RefundOrder, RefundState } from '../../domain/refunds';
import type { LoggedRefundFact, RefundRecord, RefundStore, Requested } from '../../store/interfaces/refunds';
import type { PaymentRecord } from '../../store/interfaces/payments';

interface Held {
  record: RefundRecord;
  key: string;
  facts: LoggedRefundFact[];
}

/** Refunds in memory, and a client that plays their workflow at once and in the same process. */
export class FakeRefunds {
  readonly held = new Map<string, Held>();
  readonly started: string[] = [];
  /** Those whose workflow has not heard what the store knows of their trouble. */
  readonly unheard = new Set<string>();
  /** Those whose start was lost. */
  readonly lost = new Set<string>();
  /** Thrown by every command while it is set. */
  fails: Error | undefined;

  constructor(private readonly payments: () => ReadonlyMap<string, PaymentRecord>) {}

  happen(id: string, fact: RefundFact, actor: Actor): RefundState {
    const held = this.held.get(id)!;
    const state = applyToRefund(held.record.state, fact);
    const batched = state.status === 'batched' ? { batched: true as const } : {};
    held.record = { ...held.record, ...batched, state, updatedAt: new Date().toISOString() };
    held.facts.push({ version: state.version, fact: { ...fact }, actor, at: held.record.updatedAt });
    return state;
  }

  asStore(missing: () => never): RefundStore {
    return {
      claim: missing,
      reclaim: missing,
      unclaim: missing,
      record: missing,
      stranded: missing,
      request: async (order, key) => this.request(order, key),
      requestedBefore: async (key) => this.requestedBefore(key),
      get: async (id) => this.held.get(id)?.record,
      facts: async (id) => this.held.get(id)?.facts ?? [],
      list: async ({ status, paymentId, channel, askedBy, batched, attention }, { limit }) => {
        const items = [...this.held.values()]
          .map(({ record }) => record)
          .filter(({ order, state, batched: waited }) =>
            [
              status === undefined || status.includes(state.status),
              paymentId === undefined || order.paymentId === paymentId,
              channel === undefined || order.channel === channel,
              askedBy === undefined || order.askedBy.id === askedBy,
              batched === undefined || (waited ?? false) === batched,
              attention === undefined || (state.attention !== undefined) === attention,
            ].every(Boolean),
          );
        return { items: items.reverse().slice(0, limit) };
      },
    };
  }

  asClient(): RefundsClient {
    const decided =
      (type: 'approved' | 'rejected'): RefundsClient['approve'] =>
      async (id, { actor, note, batch }) => {
        const { order, state } = this.open(id);
        if (!mayDecide(order, actor)) throw new CommandRefused('own_request');
        if (state.status !== 'pending_approval') throw new CommandRefused('not_pending');
        const said = { actor, at: new Date().toISOString(), ...(note && { note }) };
        return type === 'approved'
          ? this.happen(id, { type, batched: batch === true, ...said }, actor)
          : this.happen(id, { type, ...said }, actor);
      };
    return {
      start: async ({ id }) => {
        if (this.fails) throw this.fails;
        this.started.push(id);
        this.lost.delete(id);
      },
      approve: decided('approved'),
      reject: decided('rejected'),
      cancel: async (id, actor) => {
        const { order, state } = this.open(id);
        if (!isSame(order.askedBy, actor)) throw new CommandRefused('not_yours');
        if (!['pending_approval', 'batched'].includes(state.status)) throw new CommandRefused('not_pending');
        return this.happen(id, { type: 'cancelled', actor }, actor);
      },
      resolve: async (id, { note }, actor) => {
        const { state } = this.open(id);
        if (!state.attention || this.unheard.has(id)) throw new CommandRefused('not_in_attention');
        return this.happen(id, { type: 'attention_cleared', actor, note }, actor);
      },
      news: async (id) => this.unheard.delete(id),
    };
  }

  /** Throws where the workflow has ended. */
  private open(id: string): RefundRecord {
    if (this.fails) throw this.fails;
    const { record } = this.held.get(id)!;
    if (this.lost.has(id)) throw new CommandRefused('not_running');
    if (record.state.status === 'succeeded' || isFruitless(record.state.status)) {
      throw new CommandRefused('not_running');
    }
    return record;
  }

  private requestedBefore(key: string): RefundRecord | undefined {
    return [...this.held.values()].find((one) => one.key === key)?.record;
  }

  private request(order: RefundOrder, key: string): Requested {
    const before = this.requestedBefore(key);
    if (before) return { kind: 'replayed', record: before };
    const payment = this.payments().get(order.paymentId);
    if (payment?.state.status !== 'succeeded') return { kind: 'not_refundable' };
    const left = payment.order.amount.value - this.reserved(order.paymentId);
    if (left < order.amount.value) return { kind: 'exceeds', left };
    const record = { order, state: requested(), updatedAt: order.createdAt };
    const fact = { type: 'requested', reason: order.reason } as const;
    const facts = [{ version: 1, fact, actor: order.askedBy, at: order.createdAt }];
    this.held.set(order.id, { record, key, facts });
    return { kind: 'new', record };
  }

  /** What refunds hold of a payment, minor units. */
  reserved(paymentId: string): number {
    const holding = [...this.held.values()].filter(
      ({ record }) => record.order.paymentId === paymentId && !isFruitless(record.state.status),
    );
    return holding.reduce((sum, { record }) => sum + record.order.amount.value, 0);
  }
}
