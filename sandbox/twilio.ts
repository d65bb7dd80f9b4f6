import { createHmac, randomBytes } from 'node:crypto';
import { type ErrorRequestHandler, type Request, type RequestHandler, Router, urlencoded } from 'express';
import { z } from 'zod';
import type { Callbacks, Signer } from './callbacks';
import { ProtocolError, type Step, endpoint, outageDoor, parse, pathParameter } from './endpoint';
import type { Faults } from './faults';
import type { Message, Messages } from './messages';

export interface TwilioParts {
  faults: Faults;
  messages: Messages;
  callbacks: Callbacks;
  accountSid: string;
  authToken: string;
}

/** How long a text is under way. */
const DELIVERY_MS = 100;
const API = '/2010-04-01/Accounts/:accountSid';

const form = z.object({
  To: z.string().regex(/^\+\d{6,15}$/),
  From: z.string().min(1).max(20),
  Body: z.string().min(1).max(1600),
  StatusCallback: z.url({ protocol: /^https?$/ }).optional(),
});

/** The part of Twilio's HTTP API that sends texts, with its sign-in, error bodies and signed status callbacks. */
export function twilioRoutes(parts: TwilioParts): Router {
  const { faults, messages, accountSid } = parts;
  const router = Router();
  router.use(outageDoor(faults, 'twilio'));
  router.use(basicAuth(parts));
  router.use(urlencoded({ extended: false, limit: '20kb' }));
  router.post(
    `${API}/Messages.json`,
    endpoint(faults, 'twilio', 'submit', (request) => submit(parts, request)),
  );
  router.get(
    `${API}/Messages/:sid.json`,
    endpoint(faults, 'twilio', 'operations', (request) => {
      const sid = pathParameter(request, 'sid');
      return {
        references: [sid],
        run: () => {
          const message = messages.findByExternalId(sid);
          if (message === undefined)
            throw new ProtocolError(404, '20404', 'The requested resource was not found');
          return { status: 200, body: view(accountSid, message) };
        },
      };
    }),
  );
  router.use(renderTwilioError);
  return router;
}

/** Twilio signs the address followed by the form's fields in alphabetical order. */
export function twilioSigner(authToken: string): Signer {
  return (url, body) => {
    const fields = [...new URLSearchParams(body)].sort(([a], [b]) => (a < b ? -1 : 1));
    const signed = url + fields.map(([name, value]) => name + value).join('');
    return { 'X-Twilio-Signature': createHmac('sha1', authToken).update(signed).digest('base64') };
  };
}

function submit({ messages, callbacks, accountSid }: TwilioParts, request: Request): Step {
  const { To, From, Body, StatusCallback } = parse(form, request.body);
  return {
    values: [To],
    commits: true,
    run: (reject) => {
      if (reject) throw new ProtocolError(400, reject.code ?? '21610', 'Refused by script.');
      const sid = `SM${randomBytes(16).toString('hex')}`;
      const message = messages.add({
        channel: 'twilio',
        from: From,
        to: [To],
        text: Body,
        status: 'accepted',
        externalIds: [sid],
      });
      deliver(messages, callbacks, accountSid, message, StatusCallback);
      return { status: 201, body: view(accountSid, message) };
    },
  };
}

/** Decides at once what the text will come to, and says so a little later. */
function deliver(
  messages: Messages,
  callbacks: Callbacks,
  accountSid: string,
  message: Message,
  url?: string,
): void {
  const [to = ''] = message.to;
  const status = to.endsWith('666') ? 'failed' : 'delivered';
  setTimeout(() => messages.setStatus(message, status), DELIVERY_MS).unref();
  if (url === undefined) return;
  const [MessageSid = ''] = message.externalIds;
  const fields = {
    AccountSid: accountSid,
    ApiVersion: '2010-04-01',
    From: message.from,
    MessageSid,
    MessageStatus: status,
    SmsSid: MessageSid,
    SmsStatus: status,
    To: to,
    ...(status === 'failed' ? { ErrorCode: '30008' } : {}),
  };
  callbacks.send(
    {
      target: 'twilio',
      url,
      references: [MessageSid],
      values: [to],
      contentType: 'application/x-www-form-urlencoded',
      body: new URLSearchParams(fields).toString(),
    },
    DELIVERY_MS,
  );
}

function view(accountSid: string, message: Message): object {
  const [sid] = message.externalIds;
  const failed = message.status === 'failed';
  return {
    sid,
    account_sid: accountSid,
    api_version: '2010-04-01',
    body: message.text,
    from: message.from,
    to: message.to[0],
    direction: 'outbound-api',
    status: message.status === 'accepted' ? 'queued' : message.status,
    error_code: failed ? 30008 : null,
    error_message: failed ? 'Unknown error' : null,
    num_segments: '1',
    num_media: '0',
    date_created: new Date(message.receivedAt).toUTCString(),
    date_updated: new Date(message.receivedAt).toUTCString(),
    date_sent: null,
    price: null,
    price_unit: 'USD',
    messaging_service_sid: null,
    uri: `/2010-04-01/Accounts/${accountSid}/Messages/${sid}.json`,
    subresource_uris: {},
  };
}

/** Twilio's error body: a numeric code, and the status again. */
const renderTwilioError: ErrorRequestHandler = (error, _request, response, next) => {
  if (!(error instanceof ProtocolError)) return next(error);
  const { status, message, field } = error;
  const code = /^\d+$/.test(error.code) ? Number(error.code) : (FIELD_ERRORS[field ?? ''] ?? 20001);
  response
    .status(status)
    .json({ code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status });
};

/** Twilio's own codes for a field that is missing or wrong. */
const FIELD_ERRORS: Readonly<Record<string, number>> = {
  To: 21211,
  From: 21212,
  Body: 21602,
  StatusCallback: 21609,
};

function basicAuth({ accountSid, authToken }: TwilioParts): RequestHandler {
  const expected = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
  return (request, _response, next) => {
    if (request.headers.authorization === expected) next();
    else throw new ProtocolError(401, '20003', 'Authenticate');
  };
}
