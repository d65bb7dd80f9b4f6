const DECLINES: Readonly<Record<string, string>> = {
  insufficient_funds: 'Your bank says that there is not enough money on this card.',
  expired_card: 'Your bank says that this card has expired.',
  card_not_supported: 'This card can’t be used here.',
  lost_card: 'Your bank declined this card. Please contact your bank.',
  stolen_card: 'Your bank declined this card. Please contact your bank.',
  incorrect_cvc: 'The security code is not the one of this card.',
  incorrect_number: 'This card number is not valid.',
  authentication_failed: 'Your bank could not confirm that it is you.',
  limit_exceeded: 'This payment is over the limit of your card.',
  suspected_fraud: 'Your bank declined this payment.',
  do_not_honour: 'Your bank declined this payment.',
  processing_error: 'Your bank could not process this payment.',
  cancelled_by_payer: 'You cancelled this payment.',
};

/** A decline in the payer's words. Lost and stolen read alike: the person at the keyboard may not be the owner. */
export function declineText(code: string | undefined): string {
  return DECLINES[code ?? ''] ?? 'Your bank declined this payment.';
}
