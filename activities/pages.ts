import type { Actor } from '../domain/actors';
import { WORKFLOW_ACTOR } from '../domain/actors';
import type { RegisteredCard } from '../domain/cards';
import type { PaymentOrder } from '../domain/orders';
import type { PaymentState } from '../domain/payments';
import { referenceOf } from '../domain/steps';
import type { Acquirer, Card, Page } from '../gateways/acquirer/acquirer';
import { StoreUnavailable } from '../store/interfaces/failures';
import type { CardStore } from '../store/interfaces/cards';
import { log } from './log';
import type { LogDeps } from './log';
import { releaseCall } from './payment-calls';
import type { CallContext } from './payment-calls';
import { perform } from './steps';

export interface PageDeps extends LogDeps {
  cards: CardStore;
  acquirer(name: string): Acquirer;
  /** An id for a card that is kept: `card_` and a ULID. */
  newCardId(): string;
}

/** Why a page is closed. */
export type Closing = { type: 'page_expired' } | { type: 'cancelled'; actor: Actor };

type Authorised = Extract<Page, { status: 'authorised' }>;

/** Looks whether the payer is done on the page. Unchanged where not, or where the acquirer can't be asked. */
export async function checkPage(
  deps: PageDeps,
  order: PaymentOrder,
  state: PaymentState,
): Promise<PaymentState> {
  const page = await deps.acquirer(order.acquirer).inquirePage(...pageOf(order, state));
  if (page.kind === 'declined') {
    return log(deps, order, state, { type: 'funding_declined', code: page.code }, WORKFLOW_ACTOR);
  }
  if (page.kind !== 'succeeded' || page.value.status === 'open') return state;
  if (page.value.status === 'authorised') return authorised(deps, order, state, page.value);
  return log(deps, order, state, { type: 'page_expired' }, WORKFLOW_ACTOR);
}

/** Closes the page. A payer who was quicker than the clock has paid; one who was quicker than a cancellation has not. */
export async function closePage(
  deps: PageDeps,
  order: PaymentOrder,
  state: PaymentState,
  closing: Closing,
): Promise<PaymentState> {
  const page = await deps.acquirer(order.acquirer).expirePage(...pageOf(order, state));
  if (closing.type === 'cancelled') return log(deps, order, state, closing, closing.actor);
  if (page.kind === 'declined') {
    return log(deps, order, state, { type: 'funding_declined', code: page.code }, WORKFLOW_ACTOR);
  }
  const inTime = page.kind === 'succeeded' && page.value.status === 'authorised' ? page.value : undefined;
  return inTime ? authorised(deps, order, state, inTime) : log(deps, order, state, closing, WORKFLOW_ACTOR);
}

/**
 * Lets go of an authorisation that is not captured any more: it came after the page was closed, or its capture was
 * refused. `over` when nothing is held and nothing can come; otherwise it must be looked at again.
 */
export async function releaseLateResult(
  deps: PageDeps,
  context: CallContext,
): Promise<{ state: PaymentState; over: boolean }> {
  const { order, state, acquirer } = context;
  // Closing a page that is closed tells how it stands; one that could not be closed before is closed now.
  const page = await acquirer.expirePage(...pageOf(order, state));
  if (page.kind === 'unknown') return { state, over: false };
  if (page.kind !== 'succeeded' || page.value.status === 'expired') {
    return { state: await nothingCame(deps, order, state), over: true };
  }
  if (page.value.status === 'open') return { state, over: false };
  const after = await perform(deps, order, state, releaseCall(context, page.value.externalId));
  return { state: after, over: await isLetGo(deps, order) };
}

/** By the log, as what the workflow knows may be older than what it is told. */
async function isLetGo({ payments }: LogDeps, { id }: PaymentOrder): Promise<boolean> {
  const facts = await payments.facts(id);
  return facts.some(({ fact }) => fact.type === 'late_authorisation_released');
}

/** Nothing was authorised: whoever was asked to look need not any more. */
async function nothingCame(deps: LogDeps, order: PaymentOrder, state: PaymentState): Promise<PaymentState> {
  const of = 'late_authorisation_not_released';
  if (state.attention !== of) return state;
  const note = 'nothing was authorised on the page';
  return log(
    deps,
    order,
    state,
    { type: 'attention_cleared', of, actor: WORKFLOW_ACTOR, note },
    WORKFLOW_ACTOR,
  );
}

async function authorised(
  deps: PageDeps,
  order: PaymentOrder,
  state: PaymentState,
  { externalId, card }: Authorised,
): Promise<PaymentState> {
  if (card) await keepCard(deps, order, card);
  const seen = card && { brand: card.brand, last4: card.last4 };
  const payer: Actor = { kind: 'payer', id: order.id };
  return log(deps, order, state, { type: 'payer_authorised', externalId, card: seen }, payer);
}

/** A card that can't be kept must not keep a payment from going on. */
async function keepCard(deps: PageDeps, order: PaymentOrder, card: Card): Promise<void> {
  const { customerId, acquirer, source } = order;
  if (!customerId || source.type !== 'hosted_page' || !source.saveCard) return;
  const createdAt = new Date(deps.now()).toISOString();
  const kept: RegisteredCard = { ...card, id: deps.newCardId(), customerId, acquirer, createdAt };
  try {
    await deps.cards.save(kept, { kind: 'payer', id: customerId });
  } catch (error) {
    if (error instanceof StoreUnavailable) throw error;
  }
}

function pageOf(order: PaymentOrder, state: PaymentState): [string, { externalId?: string }] {
  return [referenceOf(order.id, 'open_page'), { externalId: state.page?.externalId }];
}
