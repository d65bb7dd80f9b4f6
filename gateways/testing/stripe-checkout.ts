import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import Stripe from 'stripe';
import { CheckoutBooks, Refusal } from './stripe-checkout-books';
import type { Form } from './stripe-checkout-books';

/**
 * Stripe's hosted Checkout with state: sessions that open, are paid, are left and expire, and what becomes of their payment
 * intents. The emulators that others wrote have none (localstripe knows no Checkout, stripe-mock keeps nothing), so this one
 * is ours: it speaks to Stripe's own SDK, and its objects are typed by the SDK and compared with stripe-mock's. It shows that
 * our adapter and this reading of Stripe's documentation agree. It does not show that Stripe behaves like that.
 */
export interface StripeCheckout {
  url: string;
  books: CheckoutBooks;
  /** Where events go once a session is complete, signed with the secret by the SDK; nowhere unless set. */
  endpoint?: { url: string; secret: string };
  close(): Promise<void>;
}

export async function startStripeCheckout(): Promise<StripeCheckout> {
  const books = new CheckoutBooks(() => checkout.url);
  const server = createServer((request, response) => {
    void answer(checkout, request, response).catch(() => response.destroy());
  });
  const checkout: StripeCheckout = {
    url: '',
    books,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  checkout.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return checkout;
}

async function answer(
  checkout: StripeCheckout,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname, searchParams } = new URL(request.url!, checkout.url);
  const body = await textOf(request);
  const form = new URLSearchParams(body);
  const page = /^\/c\/pay\/(\w+)$/.exec(pathname)?.[1];
  if (page) return payer(checkout, page, form, response);
  const key = request.headers['idempotency-key'] as string | undefined;
  const { status, json } = checkout.books.once(key, `${pathname}?${body}`, () =>
    act(checkout.books, `${request.method} ${pathname}`, request.method === 'GET' ? searchParams : form),
  );
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json));
}

/** One call of the API. */
function act(books: CheckoutBooks, call: string, form: Form): object {
  const [, id = '', command] =
    /^\w+ \/v1\/(?:checkout\/sessions|payment_intents)\/(\w+)(?:\/(\w+))?$/.exec(call) ?? [];
  if (call === 'GET /v1/balance') return { object: 'balance', available: [], pending: [], livemode: false };
  if (call === 'POST /v1/checkout/sessions') return books.open(form);
  if (call === 'GET /v1/checkout/sessions') return listOf(books.sessionsIn(form));
  if (call === `GET /v1/checkout/sessions/${id}`) return books.session(id, form.getAll('expand[0]'));
  if (call === `POST /v1/checkout/sessions/${id}/expire`) return books.expire(id);
  // What is new may take an hour to be found by a search.
  if (call === 'GET /v1/payment_intents/search') return { ...listOf([]), object: 'search_result' };
  if (call === 'GET /v1/payment_intents') return listOf(books.intents());
  if (call === `GET /v1/payment_intents/${id}`) return books.intent(id);
  if (command === 'capture' || command === 'cancel') return books.settle(id, command);
  throw new Refusal(404, `Unrecognized request URL (${call})`);
}

const listOf = (data: object[]): object => ({ object: 'list', url: '/v1', has_more: false, data });

/** What a payer does on a page, as on the sandbox's: `action` is `pay`, with a `number`, or `cancel`. */
async function payer(
  checkout: StripeCheckout,
  id: string,
  form: Form,
  response: ServerResponse,
): Promise<void> {
  const { books, endpoint } = checkout;
  const { success_url: back, cancel_url: left, status } = books.session(id);
  if (form.get('action') === 'cancel') return void response.writeHead(303, { location: left! }).end();
  if (status !== 'open') return void response.writeHead(410).end('This page is over.');
  if (!books.pay(id, form.get('number') ?? '')) return void response.writeHead(402).end('Try another card.');
  response.writeHead(303, { location: back! }).end();
  if (endpoint) await tell(endpoint, books.session(id));
}

async function tell(
  endpoint: { url: string; secret: string },
  object: Stripe.Checkout.Session,
): Promise<void> {
  const event = {
    id: `evt_${object.id}`,
    object: 'event',
    type: 'checkout.session.completed',
    data: { object },
  };
  const payload = JSON.stringify(event);
  const signature = Stripe.webhooks.generateTestHeaderString({ payload, secret: endpoint.secret });
  const headers = { 'content-type': 'application/json', 'stripe-signature': signature };
  await fetch(endpoint.url, { method: 'POST', headers, body: payload }).catch(() => undefined);
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
