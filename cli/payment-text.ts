import type { Actor, Happened, Leg, Payment, Refund } from './answers';
import { formatMoney } from './money';
import { clean } from './terminal';
import type { Colours, Terminal } from './terminal';
import { table } from './terminal';

/** A payment's or leg's status, coloured by what it means. */
export function statusText(status: string, colours: Colours): string {
  if (status === 'succeeded' || status === 'refunded') return colours.green(status);
  if (['declined', 'expired', 'cancelled'].includes(status)) return colours.red(status);
  if (['unknown', 'reversing', 'reversed'].includes(status)) return colours.yellow(status);
  return status === 'none' ? colours.dim(status) : colours.cyan(status);
}

export function legText(leg: Leg, colours: Colours): string {
  const status = statusText(leg.status, colours);
  return leg.declineCode ? `${status}: ${leg.declineCode}` : status;
}

export function accountText({ account }: Payment): string {
  return account.by === 'msisdn' ? clean(account.value) : `${account.by} ${clean(account.value)}`;
}

const WAYS: Record<string, string> = {
  card: 'registered card',
  hosted_page: 'hosted page',
  vaulted_card: 'card keyed in during an outage',
};

export function sourceText({ source }: Payment): string {
  const way = WAYS[source.type] ?? source.type;
  const { brand, last4, id } = source.card ?? {};
  const card = last4 && `${brand} ending in ${last4}`;
  return [way, card, id && `(${id})`].filter(Boolean).join(' ');
}

/** RFC 3339 → `2026-11-22 06:58:44.123Z`: in UTC, so that two people read the same. */
export function timeText(at: string): string {
  return new Date(at).toISOString().replace('T', ' ');
}

export const actorText = ({ kind, id }: Actor): string => `${kind} ${clean(id)}`;

export function eventText({ detail = {} }: Happened): string {
  const parts = Object.entries(detail).map(([name, value]) => {
    if (name === 'card') return sourceCard(value as { brand?: string; last4?: string });
    return name === 'externalId' ? String(value) : `${name}: ${String(value)}`;
  });
  return clean(parts.join(', '));
}

export function timeline(terminal: Terminal, events: Happened[]): string {
  const rows = events.map((event) => [
    timeText(event.at),
    event.type,
    actorText(event.actor),
    eventText(event),
  ]);
  return table(terminal, ['when', 'what', 'who', 'details'], rows);
}

export function legsTable(terminal: Terminal, of: Payment | Refund): string {
  const { colours } = terminal;
  const legs: [string, Leg | undefined][] =
    'refunding' in of
      ? [
          ['refunding', of.refunding],
          ['debiting', of.debiting],
        ]
      : [
          ['funding', of.funding],
          ['crediting', of.crediting],
          ['reversal', of.reversal],
        ];
  const rows = legs.flatMap(([name, leg]) =>
    leg ? [[name, legText(leg, colours), clean(leg.externalId ?? '')]] : [],
  );
  return table(terminal, ['leg', 'outcome', 'their id'], rows);
}

export function paymentsTable(terminal: Terminal, payments: Payment[]): string {
  const { colours } = terminal;
  const rows = payments.map((payment) => [
    payment.id,
    timeText(payment.createdAt),
    formatMoney(payment.amount),
    accountText(payment),
    statusText(payment.status, colours) + (payment.attention ? colours.yellow(' !') : ''),
    payment.channel,
  ]);
  return table(terminal, ['payment', 'created', 'amount', 'account', 'status', 'channel'], rows);
}

function sourceCard({ brand, last4 }: { brand?: string; last4?: string }): string {
  return `${brand} ending in ${last4}`;
}
