import { DEFAULT_TEXTS } from './receipts';
import type { MessageTexts } from './receipts';
import {
  DELIVERY_RECEIPT_TIMEOUT,
  INQUIRY_SCHEDULE,
  LATE_RESULT_SCHEDULE,
  WEBHOOK_SCHEDULE,
} from './schedules';

/** The least and the most that one payment in a currency may be, in its minor units; no bound where one is absent. */
export interface AmountLimit {
  /** ISO 4217. */
  currency: string;
  min?: number;
  max?: number;
}

/** What an administrator changes while everything runs. All times are in milliseconds. */
export interface OperatingSettings {
  limits: {
    /** A currency that is not listed has only the general bounds. */
    payment: readonly AmountLimit[];
  };
  expiry: {
    /** How long a hosted page stays open for its payer. */
    hostedPageMs: number;
    /** How long a refund waits for its approval. */
    refundApprovalMs: number;
  };
  refunds: {
    /** After how long without an answer a request is shown as urgent. */
    escalateAfterMs: number;
  };
  retries: {
    /** How long to wait before each inquiry about an unknown outcome; then a person is asked. */
    inquiryMs: readonly number[];
    /** How long to wait between looks for what was authorised on a page that had been closed. */
    lateResultMs: readonly number[];
    /** How long to wait after each try of a webhook that was in vain. */
    webhookMs: readonly number[];
    /** How long a message waits for its delivery receipt before it goes another way. */
    deliveryReceiptMs: number;
  };
  texts: {
    receipt: MessageTexts;
    refund: MessageTexts;
  };
  acquirers: {
    /** Acquirers of hosted pages by currency; others go to the one that the process is set up with. */
    byCurrency: Readonly<Record<string, string>>;
  };
  lines: {
    /** How often a line that is down is tried. */
    probeMs: number;
    /** How many failures in a row make a line count as down. */
    downAfterFailures: number;
    /** How many batched payments and refunds a second go out once a line is back. */
    forwardPerSecond: number;
  };
}

/** Some fields of some groups: each field is replaced whole. */
export type SettingsChanges = { [G in keyof OperatingSettings]?: Partial<OperatingSettings[G]> };

const SECOND = 1000;
const DAY = 24 * 3600 * SECOND;

export const DEFAULT_OPERATING_SETTINGS: OperatingSettings = {
  limits: { payment: [] },
  expiry: { hostedPageMs: 1800 * SECOND, refundApprovalMs: 7 * DAY },
  refunds: { escalateAfterMs: DAY },
  retries: {
    inquiryMs: INQUIRY_SCHEDULE,
    lateResultMs: LATE_RESULT_SCHEDULE,
    webhookMs: WEBHOOK_SCHEDULE,
    deliveryReceiptMs: DELIVERY_RECEIPT_TIMEOUT,
  },
  texts: DEFAULT_TEXTS,
  acquirers: { byCurrency: {} },
  lines: { probeMs: 10 * SECOND, downAfterFailures: 3, forwardPerSecond: 5 },
};

const GROUPS = Object.keys(DEFAULT_OPERATING_SETTINGS) as (keyof OperatingSettings)[];

export function withChanges(settings: OperatingSettings, changes: SettingsChanges): OperatingSettings {
  const groups = GROUPS.map((group) => [group, { ...settings[group], ...changes[group] }]);
  return Object.fromEntries(groups) as unknown as OperatingSettings;
}

/** What of `changes` is really different, as it was and as it will be; undefined where nothing is. */
export function differenceOf(
  settings: OperatingSettings,
  changes: SettingsChanges,
): { before: SettingsChanges; after: SettingsChanges } | undefined {
  const [before, after]: [Fields, Fields] = [{}, {}];
  for (const group of GROUPS) {
    const now = settings[group] as Record<string, unknown>;
    for (const [field, value] of Object.entries(changes[group] ?? {})) {
      if (isSame(now[field], value)) continue;
      before[group] = { ...before[group], [field]: now[field] };
      after[group] = { ...after[group], [field]: value };
    }
  }
  if (Object.keys(after).length === 0) return undefined;
  return { before: before as SettingsChanges, after: after as SettingsChanges };
}

type Fields = Partial<Record<keyof OperatingSettings, Record<string, unknown>>>;

/** Of plain data, whatever the order of its members. */
function isSame(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  const [left, right] = [Object.entries(a), Object.entries(b)];
  return (
    left.length === right.length &&
    left.every(([name, value]) => isSame(value, (b as Record<string, unknown>)[name]))
  );
}

/** How an amount misses the limits of its currency; undefined where it does not. */
export function limitMissed(
  { limits }: OperatingSettings,
  { value, currency }: { value: number; currency: string },
): AmountLimit | undefined {
  const limit = limits.payment.find((one) => one.currency === currency);
  const fits = !limit || (value >= (limit.min ?? value) && value <= (limit.max ?? value));
  return fits ? undefined : limit;
}

/** A workflow's schedule where it is not the default one: it is told only what it can't know by itself. */
export function ownSchedule(
  { retries }: OperatingSettings,
  schedule: 'inquiryMs' | 'lateResultMs',
): readonly number[] | undefined {
  const own = retries[schedule];
  return isSame(own, DEFAULT_OPERATING_SETTINGS.retries[schedule]) ? undefined : own;
}
