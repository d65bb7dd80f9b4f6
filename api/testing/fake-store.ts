import type { RegisteredCard } from '../../domain/cards';
import type { PaymentOrder } from '../../domain/orders';
import { apply, received } from '../../domain/payments';
import type { Fact, PaymentState } from '../../domain/payments';
import type { Scope } from '../../domain/scopes';
import { FakeAudit } from './fake-audit';
import { FakeRefunds } from './fake-refunds';
import { FakeSettings } from './fake-settings';
import { InvalidCursor } from '../../store/interfaces/reading';
import type { LineRecord } from '../../store/interfaces/lines';
import type { Channel } from '../../store/interfaces/channels';
import type {
  LoggedFact,
  PaymentFilter,
  PaymentRecord,
  ReceivedBefore,
} from '../../store/interfaces/payments';
import type { Statistics, StatisticsSpan } from '../../store/interfaces/statistics';
import type { Store } from '../../store/interfaces/store';
import { FakeUsers } from './fake-users';
import { FakeWebhooks } from './fake-webhooks';

const ANSWERS = ['page_opened', 'funding_succeeded', 'funding_declined', 'cancelled'];

const FIGURES: Statistics = {
  totals: { byStatus: [{ status: 'declined', count: 1, amounts: [{ value: 1050, currency: 'EUR' }] }] },
  series: [{ at: '2026-03-10T10:00:00.000Z', status: 'declined', count: 1 }],
  declines: [{ code: 'insufficient_funds', count: 1 }],
};

interface Kept {
  requestHash: string;
  paymentId?: string;
  attempt?: number;
  abandoned?: boolean;
  answer?: { status: number; body: unknown };
}

interface Held extends PaymentRecord {
  answered?: PaymentState;
  facts: LoggedFact[];
}

/** A store in memory, as much of it as the API uses. Every call can be made to fail. */
export class FakeStore {
  readonly held = new Map<string, Held>();
  readonly kept = new Map<string, Kept>();
  readonly registered = new Map<string, RegisteredCard>();
  readonly granted = new Map<string, Channel>();
  readonly people: FakeUsers;
  readonly audit = new FakeAudit();
  readonly settings = new FakeSettings();
  readonly statisticsAsked: StatisticsSpan[] = [];
  readonly refunds = new FakeRefunds(() => this.held);
  /** How the acquirers' lines stand. */
  lines: LineRecord[] = [];
  /** Which lines may be tried with a fresh payment, and by which one they are. */
  readonly trials = new Map<string, string | undefined>();
  readonly webhooks = new FakeWebhooks();
  readonly receipts: { way: string; messageId: string; state: string }[] = [];
  readonly intents: { reference: string; status: string }[] = [];
  /** Thrown by every call while it is set. */
  fails: Error | undefined;
  up = true;
  keyLookUps = 0;
  /** How often a payment was looked at by its id. */
  looks = 0;

  constructor(now: () => Date = () => new Date()) {
    this.people = new FakeUsers(now);
  }

  /** Applies a fact to a payment, as the workflow's activities would. */
  happen(paymentId: string, fact: Fact): PaymentState {
    const held = this.held.get(paymentId)!;
    held.state = apply(held.state, fact);
    held.updatedAt = new Date().toISOString();
    if (ANSWERS.includes(fact.type)) held.answered ??= held.state;
    const { version } = held.state;
    this.audit.add({
      object: { kind: 'payment', id: paymentId },
      type: fact.type,
      version,
      channel: held.order.channel,
    });
    held.facts.push({
      version,
      fact: { ...fact },
      actor: 'actor' in fact ? fact.actor : { kind: 'system', id: 'workflow' },
      at: held.updatedAt,
    });
    return held.state;
  }

  private claimTrial(acquirer: string, paymentId: string): boolean {
    if (!this.trials.has(acquirer) || this.trials.get(acquirer) !== undefined) return false;
    this.trials.set(acquirer, paymentId);
    return true;
  }

  private batched(): number {
    return [...this.held.values()].filter(({ state }) => state.status === 'batched').length;
  }

  grant(keyHash: string, id: string, scopes: Scope[]): void {
    this.granted.set(keyHash, { id, scopes });
  }

  asStore(): Store {
    const missing = (): never => {
      throw new Error('the API does not use this');
    };
    const unused = { record: missing, claim: missing, reclaim: missing, unclaim: missing, stranded: missing };
    const parts: Store = {
      payments: {
        ...unused,
        receive: async (order, request) => this.receive(order, request),
        receivedBefore: async (channel, key, hash) => this.receivedBefore(`${channel} ${key}`, hash),
        get: async (id) => {
          this.looks += 1;
          return this.view(this.held.get(id));
        },
        facts: async (id) => this.held.get(id)?.facts ?? [],
        list: async (filter, page) => this.list(filter, page),
      },
      refunds: this.refunds.asStore(missing),
      lines: {
        publish: missing,
        nextBatched: missing,
        list: async () => this.lines,
        offerTrial: missing,
        freeTrial: missing,
        withdrawTrial: missing,
        trialOf: missing,
        claimTrial: async (acquirer, paymentId) => this.claimTrial(acquirer, paymentId),
        countBatched: async () => [{ acquirer: 'sandbox', payments: this.batched(), refunds: 0 }],
      },
      cards: {
        save: missing,
        get: async (id) => this.registered.get(id),
        list: async (customerId) =>
          [...this.registered.values()].filter((card) => card.customerId === customerId),
      },
      channels: {
        findByKeyHash: async (hash) => this.channelOf(hash),
        grant: missing,
        revoke: missing,
        list: async () => [...this.granted.values()].map((channel) => ({ ...channel, keys: [] })),
      },
      idempotency: {
        begin: async (channel, key, hash) => this.begin(`${channel} ${key}`, hash),
        finish: async (channel, key, _attempt, status, body) => {
          this.kept.get(`${channel} ${key}`)!.answer = {
            status,
            body: JSON.parse(JSON.stringify(body ?? null)),
          };
        },
        abandon: async (channel, key) => void (this.kept.get(`${channel} ${key}`)!.abandoned = true),
        forget: missing,
      },
      messages: {
        sent: missing,
        forget: missing,
        receipt: async (way, messageId, state) => {
          this.receipts.push({ way, messageId, state });
          return messageId === 'SM_known' ? 'notify_1' : undefined;
        },
        list: async () => [{ way: 'smpp', state: 'delivered', at: '2026-01-31T10:00:02.000Z' }],
      },
      audit: {
        seal: missing,
        verify: (expected) => this.audit.verify(expected),
        lastSeal: () => this.audit.lastSeal(),
        list: (filter, page) => this.audit.list(filter, page),
        slice: (...asked) => this.audit.slice(...asked),
        note: (entry) => this.audit.note(entry),
        newest: () => this.audit.newest(),
        changesAfter: (...asked) => this.audit.changesAfter(...asked),
      },
      ledger: { check: async () => ({ balanced: true, accounts: [], problems: [] }) },
      statistics: {
        payments: async (span) => {
          this.statisticsAsked.push(span);
          return FIGURES;
        },
        waiting: async () => ({ refunds: 2, attention: 3, refundsInAttention: 1 }),
      },
      settings: {
        read: () => this.settings.read(),
        change: (version, changes, actor) => this.settings.change(version, changes, actor),
        history: (page) => this.settings.history(page),
      },
      webhooks: this.webhooks.asStore(missing),
      users: this.people.asUserStore(),
      sessions: this.people.asSessionStore(),
      ping: async () => this.up,
      close: async () => undefined,
    };
    return { ...guarded(parts, () => this.fails), close: parts.close };
  }

  private receive(
    order: PaymentOrder,
    request: Parameters<Store['payments']['receive']>[1],
  ): Awaited<ReturnType<Store['payments']['receive']>> {
    const key = `${order.channel} ${request.idempotencyKey}`;
    const before = this.receivedBefore(key, request.requestHash);
    if (before) return before;
    if (this.hasToken(order)) return { kind: 'token_used' };
    this.kept.set(key, { requestHash: request.requestHash, paymentId: order.id });
    this.intents.push(request.first);
    const card = order.source.type === 'card' ? this.registered.get(order.source.cardId) : undefined;
    const first: LoggedFact = {
      version: 1,
      fact: { type: 'received', token: 'tok_secret' },
      actor: request.actor,
      at: order.createdAt,
    };
    const held: Held = {
      order,
      state: received(order),
      card: card && { brand: card.brand, last4: card.last4 },
      updatedAt: order.createdAt,
      facts: [first],
    };
    this.held.set(order.id, held);
    return { kind: 'new', record: this.view(held)! };
  }

  private hasToken({ source }: PaymentOrder): boolean {
    if (source.type !== 'vaulted_card') return false;
    const tokens = [...this.held.values()].map(
      ({ order }) => 'vaultToken' in order.source && order.source.vaultToken,
    );
    return tokens.includes(source.vaultToken);
  }

  private receivedBefore(key: string, requestHash: string): ReceivedBefore | undefined {
    const kept = this.kept.get(key);
    if (!kept) return undefined;
    if (kept.requestHash !== requestHash) return { kind: 'mismatch' };
    const held = this.held.get(kept.paymentId!)!;
    return { kind: 'replayed', record: this.view(held)!, answered: held.answered };
  }

  private view(held: Held | undefined): PaymentRecord | undefined {
    if (!held) return undefined;
    const { order, state, card, updatedAt } = held;
    const reserved = this.refunds.reserved(order.id);
    return { order, state, card, updatedAt, ...(reserved > 0 && { refunds: { reserved, refunded: 0 } }) };
  }

  private list(filter: PaymentFilter, { cursor, limit }: { cursor?: string; limit: number }) {
    if (cursor !== undefined && !this.held.has(cursor)) throw new InvalidCursor();
    const fitting = [...this.held.values()]
      .filter(({ order, state }) => fits(filter, order, state))
      .sort((a, b) => (a.order.id < b.order.id ? 1 : -1));
    const from = cursor === undefined ? 0 : fitting.findIndex(({ order }) => order.id < cursor);
    const items = from < 0 ? [] : fitting.slice(from, from + limit).map((held) => this.view(held)!);
    const more = from >= 0 && fitting.length > from + limit;
    return { items, cursor: more ? items.at(-1)!.order.id : undefined };
  }

  private channelOf(hash: string): Channel | undefined {
    this.keyLookUps++;
    return this.granted.get(hash);
  }

  private begin(key: string, requestHash: string): Awaited<ReturnType<Store['idempotency']['begin']>> {
    const kept = this.kept.get(key);
    if (kept && kept.requestHash !== requestHash) return { kind: 'mismatch' };
    if (!kept || kept.abandoned) {
      const attempt = (kept?.attempt ?? 0) + 1;
      this.kept.set(key, { requestHash, attempt });
      return { kind: 'new', attempt };
    }
    return kept.answer ? { kind: 'replayed', ...kept.answer } : { kind: 'running' };
  }
}

function fits(filter: PaymentFilter, order: PaymentOrder, state: PaymentState): boolean {
  const { status, channel, account, createdBy, attention, createdFrom, createdTo } = filter;
  return (
    (status === undefined || status.includes(state.status)) &&
    (channel === undefined || order.channel === channel) &&
    (account === undefined || order.account.value === account) &&
    (createdBy === undefined || order.createdBy?.id === createdBy) &&
    (filter.reference === undefined || order.reference === filter.reference) &&
    (filter.search === undefined ||
      [order.id, order.account.value, order.reference].includes(filter.search)) &&
    (attention === undefined || (state.attention !== undefined) === attention) &&
    (createdFrom === undefined || order.createdAt >= createdFrom) &&
    (createdTo === undefined || order.createdAt < createdTo)
  );
}

type Calls = Record<string, Record<string, (...args: never[]) => Promise<unknown>>>;

/** Every method of every part, failing first where it shall. */
function guarded(store: Store, fails: () => Error | undefined): Store {
  const parts = Object.entries(store as unknown as Calls).map(([name, part]) => {
    if (typeof part === 'function') return [name, part];
    const methods = Object.entries(part).map(([method, call]) => [
      method,
      async (...args: never[]) => {
        const error = fails();
        if (error) throw error;
        return call(...args);
      },
    ]);
    return [name, Object.fromEntries(methods)];
  });
  return Object.fromEntries(parts) as Store;
}
