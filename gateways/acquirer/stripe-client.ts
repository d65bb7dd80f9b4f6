import * as http from 'node:http';
import * as https from 'node:https';
import Stripe from 'stripe';
import { Turns } from './stripe-turns';

export interface StripeConnection {
  stripe: Stripe;
  close(): void;
}

const MAX_REQUESTS = 64;

/**
 * The version of Stripe's API that is spoken, whatever the account's or the SDK's newest is: its shapes are the
 * latest ones that the emulators know as well. The SDK is typed for its own; what we read is alike in both.
 */
const API_VERSION = '2025-09-30.clover';

/** In this API version, what the SDK's newest calls `allowed_payment_method_types`. */
export const CARDS_ONLY = { payment_method_types: ['card'] };

/**
 * A client of Stripe's SDK that sends each request exactly once: the workflow decides what may be repeated.
 * `apiBase` is an address to use instead of `https://api.stripe.com`.
 */
export function connectStripe(secretKey: string, timeoutMs: number, apiBase?: string): StripeConnection {
  const base = new URL(apiBase ?? 'https://api.stripe.com');
  const isPlain = base.protocol === 'http:';
  const agent = new (isPlain ? http : https).Agent({ keepAlive: true });
  const stripe = new Stripe(secretKey, {
    apiVersion: API_VERSION as Stripe.LatestApiVersion,
    host: base.hostname,
    port: base.port || (isPlain ? 80 : 443),
    protocol: isPlain ? 'http' : 'https',
    httpClient: inTurns(sendingOnce(Stripe.createNodeHttpClient(agent)), timeoutMs),
    maxNetworkRetries: 0,
    timeout: timeoutMs,
    telemetry: false,
  });
  return { stripe, close: () => agent.destroy() };
}

/**
 * The SDK repeats a request whose connection was closed even with its retries set to 0, although the request may
 * have been carried out. It recognises such errors by their code, so it gets them under another one.
 */
function sendingOnce(client: Stripe.HttpClient): Stripe.HttpClient {
  const send = client.makeRequest.bind(client);
  client.makeRequest = async (...request) => {
    try {
      return await send(...request);
    } catch (error) {
      const { code } = error as { code?: string };
      if (code === 'ECONNRESET' || code === 'EPIPE') throw new ClosedLine(code, { cause: error });
      throw error;
    }
  };
  return client;
}

/** Node's agent has a queue too, but what waits there can't be given up, and is sent in the end. */
function inTurns(client: Stripe.HttpClient, timeoutMs: number): Stripe.HttpClient {
  const turns = new Turns(MAX_REQUESTS);
  const tooLate = () => Object.assign(new Error('given up'), { code: 'ETIMEDOUT' });
  const send = client.makeRequest.bind(client);
  client.makeRequest = async (...request) => {
    await turns.take(timeoutMs, tooLate);
    try {
      const response = await send(...request);
      (response.getRawResponse() as http.IncomingMessage).once('close', turns.leave);
      return response;
    } catch (error) {
      turns.leave();
      throw error;
    }
  };
  return client;
}

class ClosedLine extends Error {
  override readonly name = 'ClosedLine';
  readonly code = 'CLOSED_LINE';
}
