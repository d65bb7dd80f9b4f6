import { MessageIds } from './message-ids';

const PHONE = '+35799000001';
const REPORTED_FOR = '35799000001';

test('an id that is reported as it was answered', () => {
  const ids = new MessageIds();
  expect(ids.sent('00AB-17', PHONE)).toBe('00ab-17');
  expect(ids.reported('00AB-17', REPORTED_FOR)).toBe('00ab-17');
});

test('an id that is answered in hexadecimal and reported in decimal, and the other way round', () => {
  const ids = new MessageIds();
  expect(ids.reported('7005', REPORTED_FOR)).toBe('7005');
  const hex = ids.sent('1B5D', PHONE);
  expect(ids.reported('0007005', REPORTED_FOR)).toBe(hex);
  const others = new MessageIds();
  const decimal = others.sent('7005', PHONE);
  expect(others.reported('1b5d', REPORTED_FOR)).toBe(decimal);
});

test('what one receipt taught holds for messages that were sent from elsewhere', () => {
  const ids = new MessageIds();
  ids.sent('1b5d', PHONE);
  ids.reported('7005', REPORTED_FOR);
  expect(ids.reported('7006', '35799000002')).toBe('1b5e');
});

test('the phone decides between two messages that an id could mean', () => {
  const ids = new MessageIds();
  const other = ids.sent('10', '+35799000002');
  const mine = ids.sent('a', PHONE);
  expect(ids.reported('10', REPORTED_FOR)).toBe(mine);
  expect(ids.reported('16', '35799000002')).toBe(other);
});

test('a form that is set counts where nothing was sent yet', () => {
  expect(new MessageIds('decimal').reported('7005', REPORTED_FOR)).toBe('1b5d');
});
