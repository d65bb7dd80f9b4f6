import type { Actor } from '../domain/actors';
import { WORKFLOW_ACTOR } from '../domain/actors';
import type { RegisteredCard } from '../domain/cards';
import type { PaymentOrder } from '../domain/orders';
import { declined, succeeded } from '../domain/outcomes';
import type { AttentionReason, Fact, PaymentState } from '../domain/payments';
import { referenceOf } from '../domain/steps';
import type { Step } from '../domain/steps';
import type { Acquirer, Page } from '../gateways/acquirer/acquirer';
import type { Biller } from '../gateways/biller/biller';
import type { CardStore } from '../store/interfaces';
import * as calls from './payment-calls';
import { log, perform } from './steps';
import type { StepDeps } from './steps';

export interface PaymentDeps extends StepDeps {
  cards: CardStore;
  acquirer(name: string): Acquirer;
  biller(name: string): Biller;
  /** Starts the notification workflow for a payment that succeeded; again is the same as once. */
  startReceipt(order: PaymentOrder): Promise<void>;
  /** An id for a card that is kept: `card_` and a ULID. */
  newCardId(): string;
  /** Where payers and acquirers reach the API, without a slash at the end. */
  publicUrl: string;
}

export type PaymentActivities = ReturnType<typeof createPaymentActivities>;

/** Why a page is closed. */
export type Closing = { type: 'page_expired' } | { type: 'cancelled'; actor: Actor };

/**
 * The activities of a payment. Each takes the payment as the workflow knows it and returns it as it stands
 * afterwards; each may be run any number of times, locally or remotely, and acts once.
 * Throws only what is worth another try (a store that can't be reached).
 */
export function createPaymentActivities(deps: PaymentDeps) {
  const context = (order: PaymentOrder, state: PaymentState): calls.CallContext => ({
    order,
    state,
    acquirer: deps.acquirer(order.acquirer),
    biller: deps.biller(order.biller),
    now: deps.now,
  });
  const step =
    (callOf: (context: calls.CallContext) => Parameters<typeof perform>[3]) =>
    (order: PaymentOrder, state: PaymentState): Promise<PaymentState> =>
      perform(deps, order, state, callOf(context(order, state)));

  return {
    fund: step(calls.fundCall),
    openPage: step((c) => calls.openPageCall(c, urlsOf(deps.publicUrl, c.order))),
    capture: step(calls.captureCall),
    credit: step(calls.creditCall),
    reverse: step(calls.reverseCall),

    /** Looks whether the payer is done on the page. Unchanged where not, or where the acquirer can't be asked. */
    async checkPage(order: PaymentOrder, state: PaymentState): Promise<PaymentState> {
      const page = await deps.acquirer(order.acquirer).inquirePage(...pageOf(order, state));
      if (page.kind === 'declined')
        return log(deps, order, state, { type: 'funding_declined', code: page.code }, WORKFLOW_ACTOR);
      if (page.kind !== 'succeeded') return state;
      if (page.value.status === 'expired')
        return log(deps, order, state, { type: 'page_expired' }, WORKFLOW_ACTOR);
      return page.value.status === 'authorised' ? authorised(deps, order, state, page.value) : state;
    },

    /** Closes the page. A payer who was quicker than the clock has paid; one who was quicker than a cancellation has not. */
    async closePage(order: PaymentOrder, state: PaymentState, closing: Closing): Promise<PaymentState> {
      const page = await deps.acquirer(order.acquirer).expirePage(...pageOf(order, state));
      const done = page.kind === 'succeeded' && page.value.status === 'authorised' ? page.value : undefined;
      if (done && closing.type === 'page_expired') return authorised(deps, order, state, done);
      const actor = closing.type === 'cancelled' ? closing.actor : WORKFLOW_ACTOR;
      return log(deps, order, state, closing, actor);
    },

    /**
     * Lets go of an authorisation that came after the page was closed. `over` when nothing can come any more;
     * otherwise it must be looked at again.
     */
    async releaseLateResult(
      order: PaymentOrder,
      state: PaymentState,
    ): Promise<{ state: PaymentState; over: boolean }> {
      const page = await deps.acquirer(order.acquirer).inquirePage(...pageOf(order, state));
      if (page.kind === 'unknown') return { state, over: false };
      if (page.kind !== 'succeeded' || page.value.status === 'expired') {
        return { state: await nothingCame(deps, order, state), over: true };
      }
      if (page.value.status === 'open') return { state, over: false };
      const release = calls.releaseCall(context(order, state), page.value.externalId);
      const after = await perform(deps, order, state, release);
      return { state: after, over: after.version > state.version };
    },

    raiseAttention: (
      order: PaymentOrder,
      state: PaymentState,
      reason: AttentionReason,
    ): Promise<PaymentState> => log(deps, order, state, { type: 'attention_raised', reason }, WORKFLOW_ACTOR),

    /** Settles the leg that nobody could, by a person's word. */
    async decide(
      order: PaymentOrder,
      state: PaymentState,
      decision: 'succeeded' | 'declined',
      actor: Actor,
      note: string,
    ): Promise<PaymentState> {
      const cleared = await log(deps, order, state, { type: 'attention_cleared', actor, note }, actor);
      const settled = decisionFact(order, cleared, decision);
      if (!settled) return cleared;
      return log(deps, order, cleared, settled.fact, actor, {
        step: settled.step,
        outcome:
          decision === 'succeeded'
            ? succeeded({ externalId: `decided by ${actor.id}` })
            : declined('resolved_by_person'),
      });
    },

    /** Asks for the receipt; what becomes of it is the notification's, never the payment's. True once it was asked for. */
    async sendReceipt(order: PaymentOrder): Promise<true> {
      await deps.startReceipt(order);
      return true;
    },
  };
}

/** Nothing was authorised: whoever was asked to look need not any more. */
async function nothingCame(
  deps: PaymentDeps,
  order: PaymentOrder,
  state: PaymentState,
): Promise<PaymentState> {
  if (!state.attention) return state;
  const note = 'nothing was authorised on the page';
  return log(deps, order, state, { type: 'attention_cleared', actor: WORKFLOW_ACTOR, note }, WORKFLOW_ACTOR);
}

function pageOf(order: PaymentOrder, state: PaymentState): [string, { externalId?: string }] {
  return [referenceOf(order.id, 'open_page'), { externalId: state.page?.externalId }];
}

function urlsOf(publicUrl: string, order: PaymentOrder): { returnUrl: string; callbackUrl: string } {
  return {
    returnUrl: `${publicUrl}/v1/payments/${order.id}/return`,
    callbackUrl: `${publicUrl}/v1/callbacks/acquirers/${order.acquirer}`,
  };
}

async function authorised(
  deps: PaymentDeps,
  order: PaymentOrder,
  state: PaymentState,
  page: Extract<Page, { status: 'authorised' }>,
): Promise<PaymentState> {
  const { card } = page;
  if (card && order.customerId && order.source.type === 'hosted_page' && order.source.saveCard) {
    const kept: RegisteredCard = {
      ...card,
      id: deps.newCardId(),
      customerId: order.customerId,
      acquirer: order.acquirer,
      createdAt: new Date(deps.now()).toISOString(),
    };
    await deps.cards.save(kept, { kind: 'payer', id: order.customerId });
  }
  const seen = card && { brand: card.brand, last4: card.last4 };
  return log(
    deps,
    order,
    state,
    { type: 'payer_authorised', externalId: page.externalId, card: seen },
    { kind: 'payer', id: order.id },
  );
}

function decisionFact(
  order: PaymentOrder,
  state: PaymentState,
  decision: 'succeeded' | 'declined',
): { step: Step; fact: Fact } | undefined {
  const externalId = `${order.id}.resolved`;
  const code = 'resolved_by_person';
  const yes = decision === 'succeeded';
  switch (state.status) {
    case 'processing': {
      const step = order.source.type === 'card' ? 'fund' : 'capture';
      return {
        step,
        fact: yes ? { type: 'funding_succeeded', externalId } : { type: 'funding_declined', code },
      };
    }
    case 'funded':
      return {
        step: 'credit',
        fact: yes ? { type: 'crediting_succeeded', externalId } : { type: 'crediting_declined', code },
      };
    case 'reversing':
      return yes ? { step: 'reverse', fact: { type: 'reversal_succeeded', externalId } } : undefined;
    default:
      return undefined;
  }
}
