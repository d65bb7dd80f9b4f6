import type { Money, Payment, Refund } from '../src/api/contract';
import { found, ok, paged, Refusal } from './answer';
import type { Asked, Reply } from './answer';
import { isDown } from './lines';
import { shownOf } from './vault';
import { ago, makePayment, makeRefund } from './world';
import type { World } from './world';

/** How long the fake's acquirer and biller think, in milliseconds. */
export const pace = { ms: 900 };

export function changed(world: World, object: 'payment' | 'refund' | 'line', id: string): void {
  for (const tell of world.listeners) tell({ object, id, type: 'changed' });
}

function become(world: World, payment: Payment, changes: Partial<Payment>, type: string): void {
  Object.assign(payment, changes, { version: payment.version + 1 });
  const events = world.events.get(payment.id) ?? [];
  world.events.set(payment.id, [
    ...events,
    { version: payment.version, type, at: ago(0), actor: { kind: 'system', id: 'workflow' } },
  ]);
  changed(world, 'payment', payment.id);
}

/** Takes the card's money, then credits the account. */
export function settle(world: World, payment: Payment): void {
  setTimeout(() => {
    if (payment.amount.value === 666) {
      become(
        world,
        payment,
        {
          status: 'declined',
          funding: { status: 'declined', declineCode: 'insufficient_funds' },
          redirectUrl: undefined,
        },
        'funding_declined',
      );
      return;
    }
    become(
      world,
      payment,
      {
        status: 'funded',
        funding: { status: 'succeeded', externalId: 'op_1' },
        crediting: { status: 'pending' },
        redirectUrl: undefined,
      },
      'funding_succeeded',
    );
    setTimeout(
      () =>
        become(
          world,
          payment,
          { status: 'succeeded', crediting: { status: 'succeeded', externalId: 'adj_1' } },
          'crediting_succeeded',
        ),
      pace.ms,
    );
  }, pace.ms);
}

/** The second card was registered with another acquirer. */
export const acquirerOfCard = (id: string): string => (id === 'card_2' ? 'stripe' : 'sandbox');

type Source =
  { type: 'card'; cardId: string } | { type: 'hosted_page' } | { type: 'vaulted_card'; token: string };

function shownSource(world: World, source: Source): Payment['source'] {
  if (source.type === 'vaulted_card') return { type: 'vaulted_card', card: shownOf(world, source.token) };
  if (source.type === 'hosted_page') return { type: 'hosted_page', saveCard: false };
  return { type: 'card', card: { id: 'card_1', brand: 'visa', last4: '4242' } };
}

export function create(world: World, { body }: Asked): Reply {
  const { amount, account, source, batch } = body as unknown as {
    amount: Money;
    account: Payment['account'];
    source: Source;
    batch?: boolean;
  };
  const acquirer = source.type === 'card' ? acquirerOfCard(source.cardId) : 'sandbox';
  const waits = isDown(world, acquirer);
  if (waits && (!batch || source.type === 'hosted_page')) throw new Refusal(503, 'line_down');
  if (!waits && source.type === 'vaulted_card') throw new Refusal(409, 'line_up');
  const onPage = source.type === 'hosted_page';
  const { id, displayName } = world.signedIn!;
  const payment = makePayment({
    ...(body as Partial<Payment>),
    amount,
    account,
    acquirer,
    status: waits ? 'batched' : onPage ? 'awaiting_payer' : 'processing',
    ...(waits && { batched: true }),
    source: shownSource(world, source),
    funding: { status: 'pending' },
    crediting: { status: 'none' },
    createdBy: { kind: 'user', id, name: displayName },
    createdAt: ago(0),
    version: 1,
  });
  if (onPage && !waits) payment.redirectUrl = `/fake/page?payment=${payment.id}`;
  world.payments.unshift(payment);
  world.events.set(payment.id, []);
  changed(world, 'payment', payment.id);
  if (waits) world.lines[0]!.batched.payments++;
  else if (!onPage) settle(world, payment);
  return ok(payment, 201);
}

export function list(world: World, { query }: Asked): Reply {
  const has = (name: string): boolean => query.get(name) === 'true';
  const statuses = query.getAll('status');
  const search = query.get('search');
  const items = world.payments.filter(
    (one) =>
      (statuses.length === 0 || statuses.includes(one.status)) &&
      (!search || [one.id, one.account.value, one.reference].includes(search)) &&
      (!query.get('channel') || one.channel === query.get('channel')) &&
      (!query.get('createdBy') || one.createdBy?.id === query.get('createdBy')) &&
      (!has('attention') || one.attention) &&
      (!has('batched') || one.batched),
  );
  return paged(items, query);
}

export const paymentOf = (world: World, id: string): Payment =>
  found(
    world.payments.find((one) => one.id === id),
    'payment_not_found',
  );
export const refundOf = (world: World, id: string): Refund =>
  found(
    world.refunds.find((one) => one.id === id),
    'refund_not_found',
  );

export function askForRefund(world: World, payment: Payment, { body }: Asked): Reply {
  const amount = (body.amount as Money | undefined) ?? payment.amount;
  const held = payment.refunds ?? { reserved: 0, refunded: 0 };
  if (amount.value > payment.amount.value - held.reserved) throw new Refusal(422, 'refund_exceeds_capture');
  payment.refunds = { ...held, reserved: held.reserved + amount.value };
  const { id, displayName } = world.signedIn!;
  const down = isDown(world, payment.acquirer);
  if (down && !body.batch) throw new Refusal(503, 'line_down');
  const refund = makeRefund(payment, {
    amount,
    ...(down && { batchIfDown: true }),
    reason: String(body.reason),
    askedBy: { kind: 'user', id, name: displayName },
    createdAt: ago(0),
  });
  world.refunds.unshift(refund);
  changed(world, 'refund', refund.id);
  return ok(refund, 201);
}

/** Sent at once, or batched where the line is down and whoever asked or approves wants that and may. */
export function approve(world: World, id: string, { note, batch }: Asked['body']): Reply {
  const refund = refundOf(world, id);
  const down = isDown(world, refund.acquirer);
  if (down && !refund.batchIfDown && !batch) throw new Refusal(503, 'line_down');
  const reply = decide(world, refund, down ? 'batched' : 'approved', note as string | undefined);
  if (down) refund.batched = true;
  return reply;
}

export function decide(
  world: World,
  refund: Refund,
  status: 'approved' | 'batched' | 'rejected' | 'cancelled',
  note?: string,
): Reply {
  const open =
    refund.status === 'pending_approval' || (refund.status === 'batched' && status === 'cancelled');
  if (!open) throw new Refusal(409, 'refund_not_pending');
  const { id, displayName } = world.signedIn!;
  if (status !== 'cancelled' && refund.askedBy.id === id) throw new Refusal(403, 'refund_own_request');
  Object.assign(refund, {
    status,
    note,
    decidedBy: { kind: 'user', id, name: displayName },
    decidedAt: ago(0),
    version: refund.version + 1,
  });
  changed(world, 'refund', refund.id);
  if (status === 'approved') {
    setTimeout(() => {
      Object.assign(refund, {
        status: 'succeeded',
        refunding: { status: 'succeeded' },
        debiting: { status: 'succeeded' },
      });
      changed(world, 'refund', refund.id);
    }, pace.ms);
  }
  return ok(refund);
}
