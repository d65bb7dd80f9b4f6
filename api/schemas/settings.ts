import { z } from 'zod';
import { MAX_MINOR_UNITS, isCurrency } from '../../domain/money';
import { PLACEHOLDERS, badPlaceholder } from '../../domain/receipts';
import { refuse } from '../http/validation';
import { actorView } from './actors';
import { pageQuery } from './paging';
import { cardFreeLine } from './text';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A length of time in whole milliseconds. */
const milliseconds = (least: number, most: number, description: string) =>
  z
    .int()
    .min(least)
    .max(most)
    .meta({ description: `Milliseconds. ${description}` });

const currency = z
  .string()
  .superRefine((code, context) => {
    if (!isCurrency(code)) {
      refuse(context, 'currency_unknown', 'Expected an ISO 4217 code in capitals, such as EUR.');
    }
  })
  .meta({ pattern: '^[A-Z]{3}$', example: 'EUR' });

const bound = z.int().min(1).max(MAX_MINOR_UNITS).optional().meta({ description: 'Minor units' });

const paymentLimits = z
  .array(
    z.strictObject({ currency, min: bound, max: bound }).superRefine(({ min, max }, context) => {
      if (min === undefined || max === undefined || min <= max) return;
      refuse(context, 'min_above_max', 'The least amount is above the greatest.', ['min']);
    }),
  )
  .max(200)
  .superRefine((limits, context) => {
    limits.forEach((limit, index) => {
      if (limits.findIndex((other) => other.currency === limit.currency) === index) return;
      refuse(context, 'duplicate', 'A currency has one entry.', [String(index), 'currency']);
    });
  })
  .meta({ description: 'The least and the most that one payment may be, by currency' });

interface WaitsBounds {
  /** How many there are. */
  count: [least: number, most: number];
  /** Of each wait. */
  each: [least: number, most: number];
  /** The least of all together. */
  total?: number;
}

/** What channels are promised of webhooks. */
const FEWEST_TRIES = 16;
const LONGEST_TRYING = 30 * DAY;

/** A schedule: milliseconds of each wait, of which none is shorter than the one before it. */
const waits = ({ count, each, total = 0 }: WaitsBounds, description: string) =>
  z
    .array(z.int().min(each[0]).max(each[1]))
    .min(count[0])
    .max(count[1])
    .superRefine((list, context) => {
      const shrinks = list.findIndex((wait, index) => index > 0 && wait < list[index - 1]!);
      if (shrinks > 0) {
        refuse(context, 'not_growing', 'No wait may be shorter than the one before it.', [String(shrinks)]);
      }
      const sum = list.reduce((all, wait) => all + wait, 0);
      if (sum < total) {
        refuse(context, 'out_of_range', `All waits together are at least ${total / HOUR} hours.`);
      }
      if (sum > LONGEST_TRYING) refuse(context, 'out_of_range', 'All waits together are at most 30 days.');
    })
    .meta({ description: `Milliseconds ${description}` });

const withPlaceholders = (longest: number) =>
  cardFreeLine(longest).superRefine((text, context) => {
    const bad = badPlaceholder(text);
    if (bad === undefined) return;
    const known = PLACEHOLDERS.map((name) => `{${name}}`).join(', ');
    refuse(context, 'placeholder_unknown', `Braces are for ${known} only.`);
  });

const wording = z.strictObject({ subject: withPlaceholders(120), text: withPlaceholders(500) });

/** English must be there, for those whose language is not. */
const messageTexts = z
  .object({ en: wording })
  .catchall(wording)
  .superRefine((texts, context) => {
    for (const language of Object.keys(texts)) {
      if (/^[a-z]{2,3}$/.test(language)) continue;
      refuse(context, 'bad_format', 'Expected a language’s primary subtag in small letters, such as en.', [
        language,
      ]);
    }
    if (Object.keys(texts).length > 50) refuse(context, 'too_long', 'At most 50 languages.');
  })
  .meta({ description: 'By language; `{amount}`, `{account}` and `{id}` are filled in' });

const limits = z.strictObject({ payment: paymentLimits });
const expiry = z.strictObject({
  hostedPageMs: milliseconds(MINUTE, DAY, 'How long a hosted page stays open'),
  refundApprovalMs: milliseconds(MINUTE, 90 * DAY, 'How long a refund waits for its approval'),
});
const refunds = z.strictObject({
  escalateAfterMs: milliseconds(MINUTE, 90 * DAY, 'When an unanswered refund request becomes urgent'),
});
const retries = z.strictObject({
  inquiryMs: waits(
    { count: [1, 30], each: [SECOND, 7 * DAY] },
    'before each inquiry about an unknown outcome; then a person is asked',
  ),
  lateResultMs: waits(
    { count: [1, 30], each: [MINUTE, 7 * DAY] },
    'between looks for what was authorised on a page that is closed; then a person is asked',
  ),
  webhookMs: waits(
    { count: [FEWEST_TRIES - 1, 50], each: [SECOND, DAY], total: DAY },
    'after each try of a webhook that was in vain: at least 16 tries over at least 24 hours',
  ),
  deliveryReceiptMs: milliseconds(10 * SECOND, DAY, 'How long a message waits for its delivery receipt'),
});
const texts = z.strictObject({ receipt: messageTexts, refund: messageTexts });
const acquirers = z.strictObject({
  byCurrency: z
    .record(currency, z.string().min(1).max(64))
    .meta({ description: 'Which acquirer opens hosted pages in a currency' }),
});
const lines = z.strictObject({
  probeMs: milliseconds(SECOND, 3600 * SECOND, 'How often a line that is down is tried'),
  downAfterFailures: z.int().min(1).max(100).meta({ description: 'Failures in a row' }),
  forwardPerSecond: z.number().min(0.1).max(1000).meta({ description: 'Batched ones that go out a second' }),
});

export const operatingSettings = z
  .strictObject({ limits, expiry, refunds, retries, texts, acquirers, lines })
  .meta({ id: 'OperatingSettings' });

const some = <T extends z.ZodRawShape>(group: z.ZodObject<T>) => group.partial().optional();

export const changeSettingsSchema = z
  .strictObject({
    version: z.int().min(0).meta({ description: 'The version that the changes are made to' }),
    changes: z
      .strictObject({
        limits: some(limits),
        expiry: some(expiry),
        refunds: some(refunds),
        retries: some(retries),
        texts: some(texts),
        acquirers: some(acquirers),
        lines: some(lines),
      })
      .meta({ description: 'Some fields of some groups; each field that is given is replaced whole' }),
  })
  .meta({ id: 'ChangeSettings' });

export const settingsHistoryQuery = z.strictObject(pageQuery('Changes a page'));

const timestamp = z.iso.datetime();
const someSettings = z.record(z.string(), z.record(z.string(), z.unknown()));

export const settingsView = z
  .strictObject({
    settings: operatingSettings,
    version: z.int().meta({ description: '0: never changed' }),
    changedAt: timestamp.optional(),
    changedBy: actorView.optional(),
  })
  .meta({ id: 'Settings' });

export const settingsHistory = z
  .strictObject({
    items: z.array(
      z.strictObject({
        version: z.int(),
        at: timestamp,
        actor: actorView,
        before: someSettings.meta({ description: 'Only what changed' }),
        after: someSettings,
      }),
    ),
    cursor: z.string().optional(),
  })
  .meta({ id: 'SettingsHistory' });
