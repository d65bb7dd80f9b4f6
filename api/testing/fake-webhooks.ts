import { MOST_ENDPOINTS, MOST_SECRETS } from '../../domain/webhooks';
import { InvalidCursor } from '../../store/interfaces/reading';
import type {
  RegisteredEndpoint,
  RotatedSecret,
  WebhookDeliveryLog,
  WebhookEndpoint,
  WebhookStore,
} from '../../store/interfaces/webhooks';

/** Endpoints and deliveries in memory, as much of them as the API uses. */
export class FakeWebhooks {
  readonly endpoints = new Map<string, WebhookEndpoint & { secret: string }>();
  /** By their commands. */
  private readonly registrations = new Map<string, RegisteredEndpoint>();
  /** Of each endpoint, by their commands. */
  private readonly rotations = new Map<string, Map<string, RotatedSecret>>();
  readonly deliveries = new Map<string, WebhookDeliveryLog>();
  /** What was done, and who did it. */
  readonly done: string[] = [];

  asStore(missing: () => never): WebhookStore {
    return {
      ...{
        forward: missing,
        startPending: missing,
        reviveStuck: missing,
        forget: missing,
        toSend: missing,
        reseal: missing,
        attempted: missing,
        giveUp: missing,
      },
      register: async ({ description, commandId, ...endpoint }, actor) => {
        const before = this.registrations.get(commandId);
        if (before) return before;
        const mine = [...this.endpoints.values()].filter(({ channel }) => channel === endpoint.channel);
        if (mine.length >= MOST_ENDPOINTS) return 'too_many';
        const at = new Date().toISOString();
        const made = {
          ...endpoint,
          ...(description && { description }),
          enabled: true,
          createdAt: at,
          updatedAt: at,
        };
        this.endpoints.set(endpoint.id, made);
        this.done.push(`registered by ${actor.kind} ${actor.id}`);
        const registered = { endpoint: shown(made), secret: endpoint.secret };
        this.registrations.set(commandId, registered);
        return registered;
      },
      endpoint: async (id) => this.find(id),
      endpoints: async (channel, page) => {
        const all = [...this.endpoints.values()].map(shown);
        return pageOf(
          all.filter((one) => channel === undefined || one.channel === channel),
          page,
        );
      },
      change: async (id, { description, ...changes }, actor) => {
        const there = this.endpoints.get(id);
        if (!there) return undefined;
        Object.assign(there, changes, description !== undefined && { description: description ?? undefined });
        this.done.push(`changed by ${actor.kind} ${actor.id}`);
        return shown(there);
      },
      remove: async (id) => this.endpoints.delete(id),
      rotate: async (id, { secret, commandId, overlapMs }) => {
        const there = this.endpoints.get(id);
        if (!there) return undefined;
        const rotations = this.rotations.get(id) ?? new Map<string, RotatedSecret>();
        const before = rotations.get(commandId);
        if (before) return before;
        if (rotations.size + 2 > MOST_SECRETS) return 'too_many';
        const oldSecretUntil = new Date(Date.now() + overlapMs).toISOString();
        Object.assign(there, { secret, oldSecretUntil });
        this.rotations.set(id, rotations.set(commandId, { secret, oldSecretUntil }));
        return { secret, oldSecretUntil };
      },
      test: async (endpointId, { type, object, sequence, body }) => {
        const id = `whd_${String(this.deliveries.size).padStart(26, '0')}`;
        const { channel } = this.endpoints.get(endpointId)!;
        const event = { eventId: id.replace('whd', 'evt'), type, object, sequence, body };
        const standing = { state: 'pending', attempts: 0, createdAt: new Date().toISOString() } as const;
        this.deliveries.set(id, { id, endpointId, channel, ...event, ...standing, log: [] });
        return id;
      },
      deliveries: async (endpointId, { state }, page) =>
        pageOf(
          [...this.deliveries.values()]
            .filter((one) => one.endpointId === endpointId && (state === undefined || one.state === state))
            .map(({ channel: _channel, body: _body, log: _log, ...delivery }) => delivery),
          page,
        ),
      delivery: async (id) => this.deliveries.get(id),
      askAgain: async (id, actor) => {
        this.done.push(`${id} asked again by ${actor.kind} ${actor.id}`);
        return this.deliveries.has(id);
      },
    };
  }

  private find(id: string): WebhookEndpoint | undefined {
    const there = this.endpoints.get(id);
    return there && shown(there);
  }
}

function shown({ secret: _, ...endpoint }: WebhookEndpoint & { secret: string }): WebhookEndpoint {
  return endpoint;
}

function pageOf<T extends { id: string }>(
  all: T[],
  { cursor, limit }: { cursor?: string; limit: number },
): { items: T[]; cursor?: string } {
  const from = cursor === undefined ? 0 : all.findIndex(({ id }) => id === cursor) + 1;
  if (cursor !== undefined && from === 0) throw new InvalidCursor();
  const items = all.slice(from, from + limit);
  return { items, ...(all.length > from + limit && { cursor: items.at(-1)!.id }) };
}
