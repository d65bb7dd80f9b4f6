import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import { paymentOf } from '../../domain/steps';
import { Problem } from '../http/problems';
import { publicRoute } from '../http/route';
import type { Answer } from '../http/route';

const THANKS: Answer = { status: 204 };

export const acquirerCallback = publicRoute({
  method: 'post',
  path: '/v1/callbacks/acquirers/:acquirer',
  permission: 'public',
  operationId: 'acquirerCallback',
  tag: 'Callbacks',
  summary: 'An acquirer’s news of a hosted page',
  description: 'Signed by the acquirer. Only news: the workflow asks the acquirer for what is true.',
  request: { params: z.strictObject({ acquirer: z.string().meta({ example: 'sandbox' }) }) },
  reads: 'raw',
  responses: { 204: { description: 'Heard; also for a payment that has ended' } },
  problems: ['callback_not_genuine', 'engine_unavailable'],
  async handle({ deps, request, params, body }) {
    const raw = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
    const news = deps.readAcquirerCallback(params.acquirer, flat(request.headers), raw);
    if (!news) throw new Problem('callback_not_genuine');
    const paymentId = paymentOf(news.reference);
    // Where the engine is away the answer is 503, and the acquirer tells us again.
    if (paymentId) await deps.client.news(paymentId);
    return THANKS;
  },
});

export const twilioCallback = publicRoute({
  method: 'post',
  path: '/v1/callbacks/twilio',
  permission: 'public',
  operationId: 'twilioCallback',
  tag: 'Callbacks',
  summary: 'Twilio’s news of a text message',
  description: 'Signed by Twilio over the public address of this route and the form.',
  reads: 'form',
  responses: { 204: { description: 'Heard' } },
  problems: ['callback_not_genuine', 'engine_unavailable'],
  async handle({ deps, request, body }) {
    const url = `${deps.publicUrl}${request.originalUrl}`;
    const news = deps.readDeliveryCallback({ url, headers: flat(request.headers), form: flat(body) });
    if (!news) throw new Problem('callback_not_genuine');
    if (news.state === 'sent') return THANKS;
    const notificationId = await deps.store.messages.receipt('twilio', news.messageId, news.state);
    if (notificationId) await deps.client.deliveryNews(notificationId);
    return THANKS;
  },
});

/** One value for each name: a header or form field sent twice is not something that our partners do. */
function flat(fields: IncomingHttpHeaders | unknown): Record<string, string> {
  const pairs = Object.entries((fields ?? {}) as Record<string, string | string[] | undefined>);
  return Object.fromEntries(
    pairs.map(([name, value]) => [name, Array.isArray(value) ? value[0]! : (value ?? '')]),
  );
}
