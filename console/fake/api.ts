import type { Account, Endpoint, PaymentStatus, User } from '../src/api/contract';
import { done, found, ok, paged, Refusal } from './answer';
import type { Asked, Reply } from './answer';
import * as payments from './payments';
import { sessionOf } from './people';
import { makeTicket } from './vault';
import { ago, newId } from './world';
import type { World } from './world';

type Handler = (world: World, asked: Asked, id: string) => Reply;

const PASSWORD = 'correct horse battery';

const ACCOUNTS: Omit<Account, 'by' | 'value'>[] = [
  {
    accountId: 'acc-1',
    name: 'Eleni Georgiou',
    status: 'active',
    balance: { value: -1990, currency: 'EUR' },
    debt: { value: 1990, currency: 'EUR' },
  },
  { accountId: 'acc-2', name: 'Panos Ltd', status: 'closed', balance: { value: 0, currency: 'EUR' } },
];

function signIn(world: World, { body }: Asked): Reply {
  const person = world.people.find(({ username }) => username === body.username);
  if (world.wrongSignIns >= 4) throw new Refusal(429, 'sign_in_locked', { headers: { 'Retry-After': '30' } });
  if (!person || body.password !== PASSWORD) {
    world.wrongSignIns++;
    throw new Refusal(401, 'sign_in_refused');
  }
  if (person.secondFactor && body.code !== '123456')
    throw new Refusal(401, body.code ? 'sign_in_refused' : 'second_factor_required');
  world.signedIn = person;
  return ok(sessionOf(person));
}

function findAccount(_: World, { query }: Asked): Reply {
  const value = query.get('value') ?? '';
  const known = /0001$/.test(value) ? ACCOUNTS[0] : /0002$/.test(value) ? ACCOUNTS[1] : undefined;
  if (!known) throw new Refusal(422, 'account_not_found');
  return ok({ ...known, by: query.get('by'), value });
}

function statistics({ payments: all, refunds }: World, { query }: Asked): Reply {
  const statuses = [...new Set(all.map(({ status }) => status))];
  const byStatus = statuses.map((status) => {
    const these = all.filter((one) => one.status === status);
    const value = these
      .filter(({ amount }) => amount.currency === 'EUR')
      .reduce((sum, { amount }) => sum + amount.value, 0);
    return { status, count: these.length, amounts: value > 0 ? [{ value, currency: 'EUR' }] : [] };
  });
  const hour = (at: string): string =>
    query.get('bucket') === 'day' ? `${at.slice(0, 10)}T00:00:00.000Z` : `${at.slice(0, 13)}:00:00.000Z`;
  const series = new Map<string, { at: string; status: PaymentStatus; count: number }>();
  for (const { createdAt, status } of all) {
    const key = `${hour(createdAt)} ${status}`;
    series.set(key, { at: hour(createdAt), status, count: (series.get(key)?.count ?? 0) + 1 });
  }
  return ok({
    from: query.get('from'),
    to: query.get('to'),
    bucket: query.get('bucket'),
    totals: { byStatus },
    series: [...series.values()],
    declines: [
      { code: 'insufficient_funds', count: 7 },
      { code: 'card_expired', count: 2 },
      { code: 'do_not_honour', count: 1 },
    ],
    refunds: {
      pending: refunds.filter(({ status }) => status === 'pending_approval').length,
      attention: refunds.filter(({ attention }) => attention).length,
    },
    attention: all.filter(({ attention }) => attention).length,
  });
}

function changeUser(world: World, { body }: Asked, id: string): Reply {
  const { version, ...changes } = body as Partial<User>;
  const user = found(
    world.people.find((one) => one.id === id),
    'user_not_found',
  );
  if (version !== user.version) throw new Refusal(409, 'user_changed_meanwhile');
  return ok(Object.assign(user, changes, { version: user.version + 1 }));
}

function addUser(world: World, { body }: Asked): Reply {
  if (world.people.some(({ username }) => username === body.username))
    throw new Refusal(409, 'username_taken');
  const user = {
    ...world.people[0]!,
    permissions: [],
    ...(body as Partial<User>),
    id: newId('usr'),
    passwordChangeRequired: true,
    lastSignInAt: undefined,
    createdAt: ago(0),
    version: 1,
  };
  world.people.unshift(user);
  return ok({ user, oneTimePassword: 'karibu-mosaic-9412-lantern' }, 201);
}

function changeSettings(world: World, { body }: Asked): Reply {
  const { version, changes } = body as { version: number; changes: Record<string, Record<string, unknown>> };
  const { settings } = world;
  if (version !== settings.version) throw new Refusal(409, 'settings_changed_meanwhile');
  const groups = settings.settings as unknown as Record<string, Record<string, unknown>>;
  const before = Object.fromEntries(
    Object.entries(changes).map(([group, fields]) => [
      group,
      Object.fromEntries(Object.keys(fields).map((name) => [name, groups[group]![name]])),
    ]),
  );
  for (const [group, fields] of Object.entries(changes)) groups[group] = { ...groups[group], ...fields };
  const { id, displayName } = world.signedIn!;
  const actor = { kind: 'user' as const, id, name: displayName };
  Object.assign(settings, { version: version + 1, changedAt: ago(0), changedBy: actor });
  world.changes.unshift({ version: version + 1, at: ago(0), actor, before, after: changes });
  return ok(settings);
}

const endpointOf = (world: World, id: string): Endpoint =>
  found(
    world.endpoints.find((one) => one.id === id),
    'webhook_endpoint_not_found',
  );

/** Method and path, with `:id` where an id stands. */
export const ROUTES: Record<string, Handler> = {
  'POST /v1/session': signIn,
  'GET /v1/session': ({ signedIn }) => ok(sessionOf(signedIn!)),
  'DELETE /v1/session': (world) => {
    world.signedIn = undefined;
    return done;
  },
  'PUT /v1/session/password': (world, { body }) => {
    if (body.current !== PASSWORD) throw new Refusal(403, 'password_wrong');
    world.signedIn!.passwordChangeRequired = false;
    return done;
  },
  'POST /v1/session/second-factor': (_, { body }) => {
    if (body.password !== PASSWORD) throw new Refusal(422, 'password_wrong');
    return ok({
      secret: 'JBSWY3DPEHPK3PXP',
      otpauthUrl: 'otpauth://totp/Tillflow:olga?secret=JBSWY3DPEHPK3PXP&issuer=Tillflow',
    });
  },
  'PUT /v1/session/second-factor': (world, { body }) => {
    if (body.code !== '123456') throw new Refusal(403, 'second_factor_wrong');
    world.signedIn!.secondFactor = true;
    return done;
  },
  'DELETE /v1/session/second-factor': (world) => {
    world.signedIn!.secondFactor = false;
    return done;
  },
  'GET /v1/accounts': findAccount,
  'GET /v1/customers/:id/cards': () =>
    ok({
      items: [
        {
          id: 'card_1',
          brand: 'visa',
          last4: '4242',
          expiryMonth: 4,
          expiryYear: 2029,
          acquirer: 'sandbox',
        },
        {
          id: 'card_2',
          brand: 'mastercard',
          last4: '4444',
          expiryMonth: 11,
          expiryYear: 2027,
          acquirer: payments.acquirerOfCard('card_2'),
        },
      ],
    }),
  'GET /v1/lines': ({ lines }) => ok({ items: lines }),
  'POST /v1/vault-tickets': makeTicket,
  'POST /v1/payments': payments.create,
  'GET /v1/payments': payments.list,
  'GET /v1/payments/:id': (world, _, id) => ok(payments.paymentOf(world, id)),
  'GET /v1/payments/:id/events': (world, _, id) => {
    const { createdAt, funding, crediting } = payments.paymentOf(world, id);
    const actor = { kind: 'system', id: 'workflow' };
    const told = [
      { version: 1, type: 'dispatched', at: createdAt, actor },
      ...(funding.status === 'succeeded'
        ? [{ version: 2, type: 'funding_succeeded', at: createdAt, actor, detail: { externalId: 'op_17' } }]
        : []),
      ...(funding.status === 'declined'
        ? [
            {
              version: 2,
              type: 'funding_declined',
              at: createdAt,
              actor,
              detail: { code: funding.declineCode },
            },
          ]
        : []),
      ...(crediting.status === 'succeeded'
        ? [{ version: 3, type: 'crediting_succeeded', at: createdAt, actor }]
        : []),
      ...(crediting.status === 'unknown'
        ? [
            { version: 3, type: 'crediting_unknown', at: createdAt, actor, detail: { reason: 'timeout' } },
            {
              version: 4,
              type: 'attention_raised',
              at: createdAt,
              actor,
              detail: { reason: 'crediting_unresolved' },
            },
          ]
        : []),
    ];
    return ok({ items: world.events.get(id) ?? told });
  },
  'GET /v1/payments/:id/receipt': (world, _, id) => {
    const { receipt, status, createdAt } = payments.paymentOf(world, id);
    return ok({
      to: receipt,
      messages: status === 'succeeded' ? [{ way: 'smpp', state: 'delivered', at: createdAt }] : [],
    });
  },
  'POST /v1/payments/:id/cancel': (world, _, id) =>
    ok(Object.assign(payments.paymentOf(world, id), { status: 'cancelled', redirectUrl: undefined })),
  'POST /v1/payments/:id/resolve': (world, _, id) =>
    ok(Object.assign(payments.paymentOf(world, id), { attention: undefined })),
  'POST /v1/payments/:id/refunds': (world, asked, id) =>
    payments.askForRefund(world, payments.paymentOf(world, id), asked),
  'GET /v1/payments/:id/refunds': (world, _, id) =>
    ok({ items: world.refunds.filter(({ paymentId }) => paymentId === id) }),
  'GET /v1/refunds': ({ refunds }, { query }) =>
    paged(
      refunds.filter(
        ({ status, askedBy, attention, batched }) =>
          (query.getAll('status').length === 0 || query.getAll('status').includes(status)) &&
          (query.get('attention') !== 'true' || attention) &&
          (query.get('batched') !== 'true' || batched) &&
          (!query.get('askedBy') || askedBy.id === query.get('askedBy')),
      ),
      query,
    ),
  'GET /v1/refunds/:id': (world, _, id) => ok(payments.refundOf(world, id)),
  'GET /v1/refunds/:id/events': () => ok({ items: [] }),
  'POST /v1/refunds/:id/approval': (world, { body }, id) => payments.approve(world, id, body),
  'POST /v1/refunds/:id/resolution': (world, _, id) =>
    ok(Object.assign(payments.refundOf(world, id), { attention: undefined, status: 'succeeded' })),
  'POST /v1/refunds/:id/rejection': (world, { body }, id) =>
    payments.decide(world, payments.refundOf(world, id), 'rejected', body.reason as string),
  'POST /v1/refunds/:id/cancellation': (world, _, id) =>
    payments.decide(world, payments.refundOf(world, id), 'cancelled'),
  'GET /v1/statistics': statistics,
  'GET /v1/users': ({ people }, { query }) => paged(people, query),
  'POST /v1/users': addUser,
  'PATCH /v1/users/:id': changeUser,
  'POST /v1/users/:id/password-reset': () => ok({ oneTimePassword: 'sonnet-harbour-2718-violet' }),
  'POST /v1/users/:id/second-factor-reset': () => done,
  'POST /v1/users/:id/sign-out': () => done,
  'GET /v1/settings': ({ settings }) => ok(settings),
  'PATCH /v1/settings': changeSettings,
  'GET /v1/settings/history': ({ changes }, { query }) => paged(changes, query),
  'GET /v1/audit': ({ audit }, { query }) =>
    paged(
      audit.filter(({ object }) => !query.get('objectKind') || object.kind === query.get('objectKind')),
      query,
    ),
  'GET /v1/audit/verification': ({ audit }) => ok({ intact: true, sealed: audit.length - 3, unsealed: 3 }),
  'GET /v1/webhook-endpoints': ({ endpoints }) => ok({ items: endpoints }),
  'POST /v1/webhook-endpoints': (world, { body }) => {
    if (!/^https:/.test(String(body.url))) throw new Refusal(422, 'webhook_url_not_allowed');
    const endpoint = {
      enabled: true,
      events: [],
      createdAt: ago(0),
      ...body,
      id: newId('whe'),
    } as unknown as Endpoint;
    world.endpoints.push(endpoint);
    return ok({ endpoint, secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' }, 201);
  },
  'GET /v1/webhook-endpoints/:id': (world, _, id) => ok(endpointOf(world, id)),
  'PATCH /v1/webhook-endpoints/:id': (world, { body }, id) => ok(Object.assign(endpointOf(world, id), body)),
  'DELETE /v1/webhook-endpoints/:id': (world, _, id) => {
    world.endpoints = world.endpoints.filter((one) => one.id !== id);
    return done;
  },
  'POST /v1/webhook-endpoints/:id/secret-rotation': () =>
    ok({ secret: 'whsec_plJ3nmyCDGBKInavdOK15jsl', oldSecretUntil: ago(-1440) }),
  'POST /v1/webhook-endpoints/:id/test': () => ok({ deliveryId: 'whd_1' }, 202),
  'GET /v1/webhook-endpoints/:id/deliveries': ({ deliveries }, { query }) =>
    paged(
      deliveries.filter(({ state }) => !query.get('state') || state === query.get('state')),
      query,
    ),
  'GET /v1/webhook-deliveries/:id': ({ deliveries }, _, id) =>
    ok(
      found(
        deliveries.find((one) => one.id === id),
        'webhook_delivery_not_found',
      ),
    ),
  'POST /v1/webhook-deliveries/:id/redelivery': () => ok({}, 202),
};
