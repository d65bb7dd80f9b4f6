import type { OperatingSettings, SettingsGroup, SomeSettings } from '../api/contract';

/** One field of one group, as it was and as it is to be. */
export interface Difference {
  group: SettingsGroup;
  field: string;
  before: unknown;
  after: unknown;
}

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

export function differences(before: OperatingSettings, after: OperatingSettings): Difference[] {
  const groups = Object.keys(before) as SettingsGroup[];
  return groups.flatMap((group) => {
    const [old, now] = [before[group], after[group]] as Record<string, unknown>[];
    return Object.keys(old!)
      .filter((field) => !isSame(old![field], now![field]))
      .map((field) => ({ group, field, before: old![field], after: now![field] }));
  });
}

/** What the API is sent: each changed field whole. */
export function changesOf(list: readonly Difference[]): SomeSettings {
  const changes: Record<string, Record<string, unknown>> = {};
  for (const { group, field, after } of list) changes[group] = { ...changes[group], [field]: after };
  return changes;
}

/** Whether a field holds what could not be read: editors say so by NaN, or by an empty text where one is needed. */
export function isUnfinished(value: unknown): boolean {
  if (typeof value === 'number') return Number.isNaN(value);
  if (typeof value === 'string') return value.trim() === '';
  return typeof value === 'object' && value !== null && Object.values(value).some(isUnfinished);
}
