import type { PaymentActivities } from '../../activities/payments';
import type { Summaries } from '../running/described';

export const SUMMARIES: Summaries<PaymentActivities> = {
  fund: 'Charge the card, or ask what became of it',
  openPage: 'Open the page for the card',
  capture: 'Take what the payer authorised, or ask what became of it',
  credit: 'Register the payment with the biller, or ask what became of it',
  reverse: 'Give the card its money back, or ask what became of it',
  checkPage: 'See whether the payer is done on the page',
  closePage: 'Close the page',
  releaseLateResult: 'Let go of what is still authorised',
  note: 'Write down what was decided',
  raiseAttention: 'Put it on the list of those that need a person',
  decide: 'Write down what a person decided',
  eraseCard: 'Have the vault forget the card number',
  sendReceipt: 'Ask for the receipt',
};
