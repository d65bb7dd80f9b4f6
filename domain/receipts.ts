import { formatMoney } from './money';
import type { Money } from './money';

/** What a receipt says, apart from its language. */
export interface ReceiptFacts {
  amount: Money;
  /** The account's value, shown to its own payer. */
  account: string;
  paymentId: string;
}

interface Wording {
  subject: string;
  text: (facts: ReceiptFacts) => string;
}

const WORDINGS: Record<string, Wording> = {
  en: {
    subject: 'Payment received',
    text: (facts) =>
      `Paid ${formatMoney(facts.amount)} to account ${facts.account}. Thank you. Ref. ${facts.paymentId}`,
  },
  ru: {
    subject: 'Платёж принят',
    text: (facts) =>
      `Оплачено ${formatMoney(facts.amount)} на счёт ${facts.account}. Спасибо. № ${facts.paymentId}`,
  },
};

/** The receipt in the payer's language (its primary subtag), or in English where that has no wording. */
export function receiptIn(
  language: string | undefined,
  facts: ReceiptFacts,
): { subject: string; text: string } {
  const wording = WORDINGS[(language ?? 'en').split('-')[0]!.toLowerCase()] ?? WORDINGS.en!;
  return { subject: wording.subject, text: wording.text(facts) };
}
