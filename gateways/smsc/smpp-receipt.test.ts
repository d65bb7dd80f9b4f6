import { PDU } from 'smpp';
import { receiptIn } from './smpp-receipt';

const TEXT =
  'id:0123 sub:001 dlvrd:001 submit date:2601311200 done date:2601311201 stat:DELIVRD err:000 text:Paid';

function received(fields: ConstructorParameters<typeof PDU>[1]) {
  const pdu = new PDU('deliver_sm', { source_addr: '35799000001', esm_class: 4, ...fields });
  return receiptIn(new PDU(pdu.toBuffer() as never));
}

test('a receipt in text', () => {
  const receipt = { receiptId: '0123', state: 'delivered', phone: '35799000001' };
  expect(received({ short_message: TEXT })).toEqual(receipt);
  expect(received({ message_payload: TEXT })).toEqual(receipt);
  expect(received({ short_message: TEXT.replace('DELIVRD', 'UNDELIV') })).toEqual({
    ...receipt,
    state: 'failed',
  });
});

test('a receipt in parameters, which count more than its text', () => {
  const fields = { short_message: TEXT, receipted_message_id: 'AB12', message_state: 5 };
  expect(received(fields)).toEqual({ receiptId: 'AB12', state: 'failed', phone: '35799000001' });
});

test('a state that is not final, a text from a phone and nonsense are no receipts', () => {
  expect(received({ short_message: TEXT.replace('DELIVRD', 'ENROUTE') })).toBeUndefined();
  expect(received({ short_message: TEXT, esm_class: 0 })).toBeUndefined();
  expect(received({ short_message: 'hello' })).toBeUndefined();
});
