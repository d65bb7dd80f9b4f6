import { formatMoney } from './money';
import type { Money } from './money';

/** What a message to a payer says, apart from its language. */
export interface ReceiptFacts {
  amount: Money;
  /** The account's value, shown to its own payer. */
  account: string;
  paymentId: string;
}

/** `{amount}`, `{account}` and `{id}` stand for what is particular to a payment. */
export interface Wording {
  subject: string;
  text: string;
}

/** Wordings by language, as primary subtags (`en`). English is always there. */
export type MessageTexts = Readonly<Record<string, Wording>> & { readonly en: Wording };

export const DEFAULT_TEXTS: { receipt: MessageTexts; refund: MessageTexts } = {
  receipt: {
    en: {
      subject: 'Payment received',
      text: 'Paid {amount} to account {account}. Thank you. Ref. {id}',
    },
    ru: { subject: 'Платёж принят', text: 'Оплачено {amount} на счёт {account}. Спасибо. № {id}' },
  },
  refund: {
    en: {
      subject: 'Payment refunded',
      text: '{amount} of your payment to account {account} went back to your card. Ref. {id}',
    },
    ru: {
      subject: 'Платёж возвращён',
      text: 'На карту возвращено {amount} из платежа на счёт {account}. № {id}',
    },
  },
};

/** What may stand in braces in a wording. */
export const PLACEHOLDERS = ['amount', 'account', 'id'] as const;

type Placeholder = (typeof PLACEHOLDERS)[number];

/** The first brace that is no placeholder of ours, with what is in it; undefined where all are. */
export function badPlaceholder(text: string): string | undefined {
  const rest = text.replace(new RegExp(`\\{(?:${PLACEHOLDERS.join('|')})\\}`, 'g'), '');
  return /\{[^{}]*\}?|\}/.exec(rest)?.[0];
}

/** The message in the payer's language (its primary subtag), or in English where that has no wording. */
export function messageIn(texts: MessageTexts, language: string | undefined, facts: ReceiptFacts): Wording {
  const wanted = (language ?? 'en').split('-')[0]!.toLowerCase();
  const wording = Object.hasOwn(texts, wanted) ? texts[wanted]! : texts.en;
  const values = { amount: formatMoney(facts.amount), account: facts.account, id: facts.paymentId };
  const filled = (text: string): string =>
    text.replace(/\{(amount|account|id)\}/g, (_, name) => values[name as Placeholder]);
  return { subject: filled(wording.subject), text: filled(wording.text) };
}
