import { z } from 'zod';
import { WEBHOOK_EVENTS } from '../../domain/webhooks';
import { pageQuery } from './paging';
import { cardFreeLine, line, webAddress } from './text';

const timestamp = z.iso.datetime().meta({ description: 'RFC 3339', example: '2026-01-31T10:00:00.000Z' });
const cursor = z.string().optional().meta({ description: 'Send it for the next page; absent on the last' });

const events = z
  .array(z.enum(WEBHOOK_EVENTS))
  .max(WEBHOOK_EVENTS.length)
  .transform((types) => [...new Set(types)])
  .meta({
    description: 'Which events are sent; none: all',
    example: ['payment.succeeded', 'payment.declined'],
  });
const description = cardFreeLine(200).meta({ example: 'The shop’s order desk' });
const channel = line(64).meta({ description: 'Another channel than one’s own is for people alone' });

export const endpointParams = z.strictObject({
  id: z.string().meta({ description: 'Endpoint id', example: 'whe_01JCKH3E8M5T0V6ZQ2W9RYXB4D' }),
});

export const deliveryParams = z.strictObject({
  id: z.string().meta({ description: 'Delivery id', example: 'whd_01JCKH3E8M5T0V6ZQ2W9RYXB4D' }),
});

export const createEndpointSchema = z
  .strictObject({
    url: webAddress,
    description: description.optional(),
    events: events.optional(),
    channel: channel.optional(),
  })
  .meta({ id: 'CreateWebhookEndpoint' });

export const changeEndpointSchema = z
  .strictObject({
    url: webAddress.optional(),
    description: description.nullable().optional().meta({ description: 'null takes it away' }),
    events: events.optional(),
    enabled: z.boolean().optional().meta({ description: 'While it is off, nothing is kept for it' }),
  })
  .meta({ id: 'ChangeWebhookEndpoint' });

export const listEndpointsQuery = z.strictObject({
  channel: channel.optional(),
  ...pageQuery('Endpoints a page'),
});

const STATES = ['pending', 'delivered', 'failed'] as const;

export const listDeliveriesQuery = z.strictObject({
  state: z.enum(STATES).optional(),
  ...pageQuery('Deliveries a page'),
});

export const endpointView = z
  .strictObject({
    id: z.string().meta({ example: 'whe_01JCKH3E8M5T0V6ZQ2W9RYXB4D' }),
    channel: z.string(),
    url: z.string(),
    description: z.string().optional(),
    events: z.array(z.enum(WEBHOOK_EVENTS)).meta({ description: 'None: all' }),
    enabled: z.boolean(),
    disabledReason: z
      .enum(['gone'])
      .optional()
      .meta({ description: '`gone`: the receiver answered 410, so it was turned off' }),
    oldSecretUntil: timestamp
      .optional()
      .meta({ description: 'Until then the secret before the rotation signs along' }),
    createdAt: timestamp,
    updatedAt: timestamp,
  })
  .meta({ id: 'WebhookEndpoint' });

const secret = z
  .string()
  .meta({ description: 'Shown this once. What is sent is signed with it', example: 'whsec_5WZwn1+sbR0e…' });

export const newEndpointView = z
  .strictObject({ endpoint: endpointView, secret })
  .meta({ id: 'NewWebhookEndpoint' });

export const rotatedSecretView = z
  .strictObject({ secret, oldSecretUntil: timestamp })
  .meta({ id: 'RotatedWebhookSecret' });

export const endpointPage = z
  .strictObject({ items: z.array(endpointView), cursor })
  .meta({ id: 'WebhookEndpointPage' });

const delivery = z.strictObject({
  id: z.string().meta({ example: 'whd_01JCKH3E8M5T0V6ZQ2W9RYXB4D' }),
  endpointId: z.string(),
  eventId: z.string().meta({ description: 'Sent as `webhook-id`, the same each time' }),
  type: z.enum(WEBHOOK_EVENTS),
  object: z.strictObject({ kind: z.string().meta({ example: 'payment' }), id: z.string() }),
  sequence: z.int().meta({ description: 'Counts the changes of the object' }),
  state: z.enum(STATES),
  attemptCount: z.int(),
  nextAttemptAt: timestamp.optional(),
  settledAt: timestamp.optional().meta({ description: 'When it was delivered, or given up' }),
  createdAt: timestamp,
});

export const deliveryPage = z
  .strictObject({ items: z.array(delivery.meta({ id: 'WebhookDelivery' })), cursor })
  .meta({ id: 'WebhookDeliveryPage' });

export const deliveryLogView = delivery
  .extend({
    payload: z.record(z.string(), z.unknown()).meta({ description: 'What is sent' }),
    attempts: z
      .array(
        z.strictObject({
          number: z.int(),
          at: timestamp,
          status: z.int().optional().meta({ description: 'What the receiver answered' }),
          error: z
            .string()
            .optional()
            .meta({ description: 'Why there was no answer', example: 'no connection' }),
          durationMs: z.int(),
          response: z.string().optional().meta({ description: 'The beginning of the answer’s body' }),
        }),
      )
      .meta({ description: 'Oldest first' }),
  })
  .meta({ id: 'WebhookDeliveryLog' });

export const deliveryMade = z.strictObject({ deliveryId: z.string() }).meta({ id: 'WebhookDeliveryMade' });
