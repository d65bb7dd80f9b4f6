/**
 * Matches the ids in delivery receipts to the ids that submissions were answered with.
 *
 * SMPP 3.4 does not say how an id is written, and many SMSCs answer in hexadecimal and report in decimal. The rule:
 * the id in its *answered* form (lower case, no leading zeros) is the message's id everywhere in Tillflow. A
 * receipt's id is tried as it is, as decimal turned to hexadecimal, and as hexadecimal turned to decimal, against the
 * ids sent lately from here to the same phone. Each match teaches which form this SMSC reports in, and receipts for
 * messages that another process sent are read in the form learnt (or set) so far.
 */
export type ReceiptForm = 'same' | 'decimal' | 'hex';

/** How many sent ids are remembered: more than are under way at any time. */
const REMEMBERED = 10_000;

export class MessageIds {
  private readonly phones = new Map<string, string>();

  constructor(private form: ReceiptForm = 'same') {}

  /** Takes down a sent message; returns its id as it is known from now on. */
  sent(answeredId: string, phone: string): string {
    const id = normal(answeredId);
    this.phones.delete(id);
    this.phones.set(id, digits(phone));
    if (this.phones.size > REMEMBERED) {
      const oldest = this.phones.keys().next();
      if (!oldest.done) this.phones.delete(oldest.value);
    }
    return id;
  }

  /** The message that a receipt's id means. `phone` is who the receipt says the message was for. */
  reported(receiptId: string, phone: string): string {
    const matches = FORMS.filter((form) => {
      const sentTo = this.phones.get(answeredForm(receiptId, form) ?? '');
      return sentTo !== undefined && sentTo === digits(phone);
    });
    const form = matches.includes(this.form) ? this.form : (matches[0] ?? this.form);
    this.form = form;
    return answeredForm(receiptId, form) ?? normal(receiptId);
  }
}

const FORMS: readonly ReceiptForm[] = ['same', 'decimal', 'hex'];

/** The answered form of an id that was reported in `form`; undefined where it can't be in that form. */
function answeredForm(receiptId: string, form: ReceiptForm): string | undefined {
  switch (form) {
    case 'same':
      return normal(receiptId);
    case 'decimal':
      return /^\d+$/.test(receiptId) ? BigInt(receiptId).toString(16) : undefined;
    case 'hex':
      return /^[0-9a-f]+$/i.test(receiptId) ? BigInt(`0x${receiptId}`).toString() : undefined;
  }
}

function normal(id: string): string {
  const lower = id.trim().toLowerCase();
  return /^[0-9a-f]+$/.test(lower) ? lower.replace(/^0+(?=.)/, '') : lower;
}

function digits(phone: string): string {
  return phone.replace(/\D/g, '');
}
