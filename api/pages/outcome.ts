import type { DeclineCode } from '../../domain/declines';
import { formatMoney } from '../../domain/money';
import type { PaymentOrder } from '../../domain/orders';
import type { PaymentState, PaymentStatus } from '../../domain/payments';
import type { Answer } from '../http/route';
import { escaped, page } from './layout';

interface Wording {
  title: string;
  text: string;
  tone: 'good' | 'bad' | 'wait';
}

const WORDINGS: Record<PaymentStatus, Wording> = {
  batched: {
    title: 'Payment taken on',
    text: 'The card will be charged as soon as the line to the bank is back.',
    tone: 'wait',
  },
  succeeded: {
    title: 'Payment complete',
    text: 'Thank you. The money has reached the account.',
    tone: 'good',
  },
  funded: {
    title: 'Payment received',
    text: 'Thank you. The money is on its way to the account.',
    tone: 'good',
  },
  declined: { title: 'Payment declined', text: 'Nothing was taken from your card.', tone: 'bad' },
  expired: {
    title: 'The payment page has closed',
    text: 'It was open too long. Nothing was taken from your card.',
    tone: 'bad',
  },
  cancelled: { title: 'Payment cancelled', text: 'Nothing was taken from your card.', tone: 'bad' },
  reversing: {
    title: 'Your money is going back',
    text: 'The account could not be credited, so the payment is being returned to your card.',
    tone: 'wait',
  },
  reversed: {
    title: 'Your money was returned',
    text: 'The account could not be credited, so the payment went back to your card.',
    tone: 'bad',
  },
  processing: {
    title: 'We are confirming your payment',
    text: 'This page refreshes by itself. You need not pay again.',
    tone: 'wait',
  },
  awaiting_payer: {
    title: 'The payment is not finished',
    text: 'You can go on where you left off.',
    tone: 'wait',
  },
};

/** What a payer can do something about, in words; other reasons are between the bank and the payer. */
const REASONS: Partial<Record<DeclineCode, string>> = {
  insufficient_funds: 'There is not enough money on the card.',
  card_expired: 'The card has expired.',
  card_not_supported: 'This kind of card is not accepted.',
  incorrect_security_code: 'The security code was not right.',
  incorrect_number: 'The card number was not right.',
  authentication_failed: 'Your bank could not confirm that it was you.',
  limit_exceeded: 'The card’s limit was exceeded.',
  cancelled_by_payer: 'You left the payment page.',
};

/** Where a payer who came back sees how the payment ended, for channels without a page of their own. */
export function outcomePage(order: PaymentOrder, state: PaymentState): Answer {
  const { title, text, tone } = WORDINGS[state.status];
  const reason = state.funding.code && REASONS[state.funding.code];
  const goOn = state.status === 'awaiting_payer' && state.page ? continueLink(state.page.url) : '';
  const refresh = state.status === 'processing' ? '<meta http-equiv="refresh" content="3">\n' : '';
  const main = `<h1 class="${tone}">${title}</h1>
<p role="status">${reason ? `${reason} ` : ''}${text}</p>
<p class="sum">${escaped(formatMoney(order.amount))}</p>
${goOn}<dl>
<dt>Account</dt><dd>${escaped(hidden(order.account.value))}</dd>
<dt>Payment</dt><dd><code>${order.id}</code></dd>
<dt>Begun</dt><dd><time datetime="${order.createdAt}">${order.createdAt.slice(0, 16).replace('T', ' ')} UTC</time></dd>
</dl>`;
  return page(200, title, main, refresh);
}

export function noSuchPaymentPage(): Answer {
  const main =
    '<h1>There is no such payment</h1>\n<p>The link may be incomplete. Nothing was taken from your card here.</p>';
  return page(404, 'There is no such payment', main);
}

function continueLink(url: string): string {
  return `<p><a class="button" href="${escaped(url)}">Continue to payment</a></p>\n`;
}

/** Whoever holds the link sees enough to know the account again, and no more. */
function hidden(account: string): string {
  return account.length > 4 ? `…${account.slice(-4)}` : account;
}
