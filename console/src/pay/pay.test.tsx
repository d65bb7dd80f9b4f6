import { screen } from '@testing-library/react';
import { makePayment } from '../../fake/world';
import type { World } from '../../fake/world';
import type { Opened } from '../../testing/open';
import { button, fill, heading, open } from '../../testing/open';

const PAYMENTS = 'POST /v1/payments';
const lineDown = ({ lines }: World): void => void (lines[0]!.status = 'down');

/** To the step where the card is chosen. */
async function toCard({ user }: Opened, amount?: string): Promise<void> {
  await fill(user, await screen.findByLabelText('Phone number'), '+35799000001');
  await user.click(await button('Find the account'));
  const field = await screen.findByLabelText('Amount');
  expect(screen.getByText('Eleni Georgiou')).toBeInTheDocument();
  expect(screen.getByText('Balance').nextSibling).toHaveTextContent('-€19.90');
  expect(field).toHaveValue('19.90');
  if (amount) {
    await user.clear(field);
    await user.type(field, amount);
  }
  await user.click(await button('Next'));
}

describe('ONE-2 SWI-3 taking a payment from a caller', () => {
  it('proposes the debt, takes it from a registered card, and tells how it goes', async () => {
    const opened = open('/pay', { as: 'omar' });
    await toCard(opened);
    await opened.user.click(await button('Take €19.90'));
    await heading('Paid and credited');
    expect(opened.world.payments[0]).toMatchObject({
      amount: { value: 1990, currency: 'EUR' },
      customerId: 'acc-1',
      receipt: { phone: '+35799000001', language: 'en' },
    });
  });

  it('begins anew by the navigation', async () => {
    const opened = open('/pay', { as: 'omar' });
    await toCard(opened);
    await opened.user.click(await screen.findByRole('link', { name: 'Add payment' }));
    await heading('Who is calling?');
  });

  it('sends one payment for a double click, with a key', async () => {
    const opened = open('/pay', { as: 'omar' });
    await toCard(opened);
    await opened.user.dblClick(await button('Take €19.90'));
    await heading('Paid and credited');
    expect(opened.sentTo(PAYMENTS)).toMatchObject([{ key: expect.stringMatching(/^[0-9a-f-]{36}$/) }]);
  });

  it('sends what got no answer again under the same key, so that it is one payment', async () => {
    const opened = open('/pay', { as: 'omar' });
    const before = opened.world.payments.length;
    await toCard(opened);
    opened.lose(PAYMENTS);
    await opened.user.click(await button('Take €19.90'));
    expect(await screen.findByRole('alert')).toHaveTextContent('it will not happen twice');
    await opened.user.click(await button('Take €19.90'));
    await heading('Paid and credited');
    const [first, second] = opened.sentTo(PAYMENTS);
    expect(second!.key).toBe(first!.key);
    expect(opened.world.payments).toHaveLength(before + 1);
  });

  it('says why a card was declined, and lets another be tried', async () => {
    const opened = open('/pay', { as: 'omar' });
    await toCard(opened, '6,66');
    await opened.user.click(await button('Take €6.66'));
    await heading('Declined');
    expect(screen.getAllByText('Not enough money on the card')).not.toHaveLength(0);
    await opened.user.click(await button('Try another card'));
    await heading('How much?');
  });

  it('leads to the card page for a different card, and waits for the outcome', async () => {
    const opened = open('/pay', { as: 'omar' });
    await toCard(opened);
    await opened.user.click(await screen.findByLabelText(/A different card/));
    await opened.user.click(await button('To the card page for €19.90'));
    const link = await screen.findByRole('link', { name: 'Open the card page' });
    expect(link).toHaveAttribute('target', '_blank');
    Object.assign(opened.world.payments[0]!, { status: 'succeeded', redirectUrl: undefined });
    await heading('Paid and credited');
  });

  it('refuses what is no amount, and knows no account that is not there', async () => {
    const opened = open('/pay', { as: 'omar' });
    await fill(opened.user, await screen.findByLabelText('Phone number'), '+35799000009');
    await opened.user.click(await button('Find the account'));
    expect(await screen.findByRole('alert')).toHaveTextContent('The biller knows no such account.');
    await opened.user.clear(screen.getByLabelText('Phone number'));
    await toCard(opened, '10.505');
    expect(await screen.findByText(/Enter an amount in EUR/)).toBeInTheDocument();
  });
});

describe('SWI-6 while the line is down', () => {
  it('batches with a registered card for whoever may', async () => {
    const opened = open('/pay', { as: 'olga', prepare: lineDown });
    await toCard(opened);
    await opened.user.click(await button('Batch €19.90'));
    await heading('Batched');
    expect(screen.getByText('Waits for the line')).toBeInTheDocument();
    expect(opened.world.payments[0]).toMatchObject({ status: 'batched', batched: true });
  });

  it('refuses clearly whoever may not', async () => {
    const opened = open('/pay', { as: 'omar', prepare: lineDown });
    await toCard(opened);
    expect(await screen.findByText(/you may not batch/)).toBeInTheDocument();
    expect(await button('Take €19.90')).toBeDisabled();
  });

  it('says so when the line breaks while one pays', async () => {
    const opened = open('/pay', { as: 'omar' });
    await toCard(opened);
    await button('Take €19.90');
    lineDown(opened.world);
    await opened.user.click(await button('Take €19.90'));
    expect(await screen.findByText(/you may not batch/)).toBeInTheDocument();
  });
});

describe('SWI-6 with two acquirers, one of whose lines is down', () => {
  const other =
    (status: 'up' | 'down') =>
    ({ lines }: World) =>
      void lines.push({ ...lines[0]!, acquirer: 'stripe', status, takesCardNumbers: false });

  it('takes a card that goes by the other line', async () => {
    const opened = open('/pay', { as: 'omar', prepare: other('down') });
    await toCard(opened);
    await opened.user.click(await screen.findByLabelText(/Mastercard/));
    expect(await screen.findByText(/you may not batch/)).toBeInTheDocument();
    expect(await button('Take €19.90')).toBeDisabled();
    await opened.user.click(screen.getByLabelText(/Visa/));
    await opened.user.click(await button('Take €19.90'));
    await heading('Paid and credited');
  });

  it('warns where nobody knows which line the card page needs, and opens it', async () => {
    const opened = open('/pay', { as: 'omar', prepare: other('down') });
    await toCard(opened);
    await opened.user.click(await screen.findByLabelText(/A different card/));
    expect(await screen.findByText(/you are told so/)).toBeInTheDocument();
    await opened.user.click(await button('To the card page for €19.90'));
    await screen.findByRole('link', { name: 'Open the card page' });
  });

  it('says so when the card page needs the one that is down, and offers what is left', async () => {
    const opened = open('/pay', {
      as: 'olga',
      prepare: (world) => {
        lineDown(world);
        other('up')(world);
      },
    });
    await toCard(opened);
    await opened.user.click(await screen.findByLabelText(/A different card/));
    await opened.user.click(await button('To the card page for €19.90'));
    expect(await screen.findByText('Not while the line is down.')).toBeInTheDocument();
    await opened.user.click(screen.getByLabelText(/Visa/));
    await opened.user.click(await button('Batch €19.90'));
    await heading('Batched');
  });

  it('takes payments while a line is only being tried', async () => {
    const opened = open('/pay', {
      as: 'omar',
      prepare: ({ lines }) => void (lines[0]!.status = 'trial'),
    });
    await toCard(opened);
    await opened.user.click(await button('Take €19.90'));
    await heading('Paid and credited');
  });
});

describe('coming back from the card page', () => {
  it('shows the same payment', async () => {
    const payment = makePayment();
    open(`/pay/returned?paymentId=${payment.id}&status=succeeded`, {
      as: 'omar',
      prepare: (world) => void world.payments.unshift(payment),
    });
    await heading('Paid and credited');
  });
});
