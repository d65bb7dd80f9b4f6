import { randomBytes } from 'node:crypto';
import type Stripe from 'stripe';

export type Form = URLSearchParams;

type Session = Stripe.Checkout.Session;
type Intent = Stripe.PaymentIntent;
/** As much of Stripe's objects as the emulator has. */
type Kept<T> = Partial<T> & { id: string; created: number };

/** The card that Stripe's documentation gives for a decline; every other is approved. */
const DECLINED = '4000000000000002';
const HALF_AN_HOUR = 30 * 60;
const A_DAY = 24 * 3600;

/** Why a call is refused, as Stripe says it. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly type = 'invalid_request_error',
  ) {
    super(message);
  }
}

/** The sessions of Checkout and their payment intents; see `stripe-checkout.ts` for what this is and is not. */
export class CheckoutBooks {
  private readonly sessions = new Map<string, Kept<Session>>();
  /** What each session was asked for. */
  private readonly forms = new Map<string, Form>();
  private readonly kept = new Map<string, Kept<Intent>>();
  /** What was answered under each idempotency key. */
  private readonly answers = new Map<string, { request: string; status: number; json: object }>();

  constructor(private readonly base: () => string) {}

  /** The same key is answered alike, and with another request it is an error. */
  once(key: string | undefined, request: string, run: () => object): { status: number; json: object } {
    const before = key === undefined ? undefined : this.answers.get(key);
    if (before && before.request !== request) {
      return refused(
        new Refusal(
          400,
          'Keys for idempotent requests can only be used with the same parameters.',
          'idempotency_error',
        ),
      );
    }
    if (before) return before;
    try {
      const answer = { status: 200, json: run() };
      if (key !== undefined) this.answers.set(key, { request, ...structuredClone(answer) });
      return answer;
    } catch (error) {
      if (error instanceof Refusal) return refused(error);
      throw error;
    }
  }

  open(form: Form): object {
    const [id, created] = [newId('cs_test'), now()];
    const expires = Number(form.get('expires_at') ?? created + A_DAY);
    if (expires < created + HALF_AN_HOUR || expires > created + A_DAY) {
      throw new Refusal(
        400,
        'The `expires_at` timestamp must be between 30 minutes and 24 hours from creation.',
      );
    }
    const price = 'line_items[0][price_data]';
    const session: Kept<Session> = {
      id,
      object: 'checkout.session',
      created,
      expires_at: expires,
      amount_total: Number(form.get(`${price}[unit_amount]`)),
      currency: form.get(`${price}[currency]`),
      client_reference_id: form.get('client_reference_id'),
      metadata: fieldsIn(form, 'metadata'),
      mode: 'payment',
      status: 'open',
      payment_status: 'unpaid',
      customer: null,
      payment_intent: null,
      success_url: form.get('success_url'),
      cancel_url: form.get('cancel_url'),
      url: `${this.base()}/c/pay/${id}`,
      livemode: false,
    };
    this.sessions.set(id, session);
    this.forms.set(id, form);
    return session;
  }

  /** As it stands now; its payment intent whole where that is asked for. */
  session(id: string, expand: readonly string[] = []): Session {
    const session = this.sessions.get(id);
    if (!session) throw new Refusal(404, `No such checkout.session: ${id}`);
    if (session.status === 'open' && session.expires_at! <= now()) close(session, 'expired');
    const { payment_intent: intent } = session;
    const whole = expand.includes('payment_intent.payment_method') && typeof intent === 'string';
    return { ...session, ...(whole && { payment_intent: this.kept.get(intent) }) } as Session;
  }

  /** The newest first. */
  sessionsIn(form: Form): object[] {
    const [from, until] = [
      Number(form.get('created[gte]') ?? 0),
      Number(form.get('created[lt]') ?? Infinity),
    ];
    const all = [...this.sessions.keys()].reverse().map((id) => this.session(id));
    return all.filter(({ created }) => created >= from && created < until);
  }

  expire(id: string): object {
    if (this.session(id).status !== 'open') {
      throw new Refusal(400, 'Only Checkout Sessions with a status in ["open"] can be expired.');
    }
    return close(this.sessions.get(id)!, 'expired');
  }

  /** A payer's card: false where it is declined, and the page stays open for another. */
  pay(id: string, number: string): boolean {
    const session = this.sessions.get(id)!;
    const form = this.forms.get(id)!;
    const approved = number !== DECLINED;
    const customer = form.get('customer_creation') === 'always' && approved ? newId('cus') : null;
    const intent = this.intentOf(session, form);
    const error = { type: 'card_error', code: 'card_declined', decline_code: 'generic_decline' };
    Object.assign(intent, {
      status: approved ? 'requires_capture' : 'requires_payment_method',
      amount_capturable: approved ? session.amount_total : 0,
      last_payment_error: approved ? null : error,
      payment_method: approved ? methodOf(number) : null,
      customer,
    });
    if (approved) Object.assign(close(session, 'complete'), { payment_intent: intent.id, customer });
    return approved;
  }

  /** The newest first, with their payment methods by id, as lists give them. */
  intents(): Intent[] {
    return [...this.kept.keys()].reverse().map((id) => this.intent(id));
  }

  intent(id: string): Intent {
    const intent = this.kept.get(id);
    if (!intent) throw new Refusal(404, `No such payment_intent: '${id}'`);
    const { payment_method: method } = intent;
    return { ...intent, payment_method: (method as { id: string } | null)?.id ?? null } as Intent;
  }

  settle(id: string, command: 'capture' | 'cancel'): object {
    const { status, amount } = this.intent(id);
    if (status !== 'requires_capture') {
      throw new Refusal(400, `This PaymentIntent could not be settled because it has a status of ${status}.`);
    }
    const done =
      command === 'capture'
        ? { status: 'succeeded', amount_received: amount }
        : { status: 'canceled', canceled_at: now() };
    Object.assign(this.kept.get(id)!, { ...done, amount_capturable: 0 });
    return this.intent(id);
  }

  /** The one of a session: made at its payer's first card, and the same for the next. */
  private intentOf(session: Kept<Session>, form: Form): Kept<Intent> {
    const metadata = fieldsIn(form, 'payment_intent_data[metadata]');
    const before = [...this.kept.values()].find((one) => one.metadata!.reference === metadata.reference);
    if (before) return before;
    const intent: Kept<Intent> = {
      id: newId('pi'),
      object: 'payment_intent',
      amount: session.amount_total!,
      amount_received: 0,
      currency: session.currency!,
      capture_method: form.get('payment_intent_data[capture_method]') as 'manual',
      created: now(),
      livemode: false,
      metadata,
    };
    this.kept.set(intent.id, intent);
    return intent;
  }
}

const now = (): number => Math.floor(Date.now() / 1000);
const newId = (kind: string): string => `${kind}_${randomBytes(12).toString('hex')}`;

function close(session: Kept<Session>, status: 'complete' | 'expired'): Kept<Session> {
  return Object.assign(session, { status, url: null });
}

function methodOf(number: string): object {
  const card = { brand: number.startsWith('4') ? 'visa' : 'mastercard', last4: number.slice(-4) };
  return {
    id: newId('pm'),
    object: 'payment_method',
    type: 'card',
    card: { ...card, exp_month: 12, exp_year: 2060 },
  };
}

/** `metadata[a]=1` and the like. */
function fieldsIn(form: Form, name: string): Record<string, string> {
  const fields = [...form].filter(([field]) => field.startsWith(`${name}[`));
  return Object.fromEntries(fields.map(([field, value]) => [field.slice(name.length + 1, -1), value]));
}

function refused({ status, message, type }: Refusal): { status: number; json: object } {
  return { status, json: { error: { type, message } } };
}
