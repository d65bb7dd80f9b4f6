import type { RefundActivities } from '../../activities/refunds';
import type { Summaries } from '../running/described';

export const SUMMARIES: Summaries<RefundActivities> = {
  sendRefund: 'Give the card its money back, or ask what became of it',
  debitAccount: 'Take it off the account, or ask what became of it',
  noteRefund: 'Write down what was decided',
  raiseRefundAttention: 'Put it on the list of those that need a person',
  resolveRefund: 'Write down what a person decided',
  sendRefundNotice: 'Ask for the message to the payer',
};
