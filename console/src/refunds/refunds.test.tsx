import { screen, waitFor, within } from '@testing-library/react';
import { makeRefund } from '../../fake/world';
import type { World } from '../../fake/world';
import { button, fill, heading, open } from '../../testing/open';

/** How many wait, as the navigation says it. */
const counted = (count: number) => screen.findByRole('link', { name: `Refunds ${count} waiting` });
const dialog = async () => within(await screen.findByRole('dialog'));

describe('SWI-4 refunds', () => {
  it('are asked for in full or in part, with a reason, and never for more than is left', async () => {
    const { user, world } = open('/payments?status=succeeded', { as: 'omar' });
    const first = world.payments.find(({ status }) => status === 'succeeded')!;
    await user.click(within((await screen.findAllByRole('row'))[1]!).getByRole('link'));
    await user.click(await button('Ask for a refund'));
    const asked = await dialog();
    await user.click(asked.getByLabelText('A part'));
    const amount = asked.getByLabelText('Amount in KWD');
    await user.clear(amount);
    await user.type(amount, '99999.999');
    expect(asked.getByText(/Enter an amount of at most/)).toBeInTheDocument();
    await user.clear(amount);
    await user.type(amount, '1.5');
    expect(asked.getByRole('button', { name: /Ask for/ })).toBeDisabled();
    await fill(user, asked.getByLabelText(/Reason/), 'Wrong tariff');
    await user.click(asked.getByRole('button', { name: /Ask for/ }));
    await waitFor(() =>
      expect(world.refunds[0]).toMatchObject({
        amount: { value: 1500, currency: 'KWD' },
        reason: 'Wrong tariff',
      }),
    );
    expect(first.refunds).toEqual({ reserved: 1500, refunded: 0 });
  });

  it('are approved by a manager, whose badge counts what waits', async () => {
    const { user, world } = open('/refunds', { as: 'maria' });
    await heading('Refunds');
    await counted(3);
    await user.click((await screen.findAllByRole('button', { name: /Decide.*Olga/ }))[0]!);
    await user.click(await (await dialog()).findByRole('button', { name: /Approve/ }));
    await waitFor(() => expect(world.refunds[0]!.status).not.toBe('pending_approval'));
    expect(world.refunds[0]!.decidedBy).toMatchObject({ id: 'usr_maria' });
    await counted(2);
  });

  it('are decided about with the payment in sight: its sum, account and card, and what went back before', async () => {
    const { user, world } = open('/refunds', { as: 'maria' });
    const payment = world.payments.find(({ id }) => id === world.refunds[0]!.paymentId)!;
    Object.assign(payment, {
      amount: { value: 4560, currency: 'EUR' },
      refunds: { reserved: 400, refunded: 100 },
    });
    await user.click((await screen.findAllByRole('button', { name: /Decide.*Olga/ }))[0]!);
    const opened = await dialog();
    const link = await opened.findByRole('link', { name: `€45.60 → ${payment.account.value}` });
    expect(link).toHaveAttribute('href', `/console/payments/${payment.id}`);
    expect(opened.getByText('Visa •••• 4242')).toBeInTheDocument();
    expect(opened.getByText('€1.00 refunded')).toBeInTheDocument();
  });

  it('are rejected with a reason only', async () => {
    const { user, world } = open('/refunds', { as: 'maria' });
    await user.click((await screen.findAllByRole('button', { name: /Decide.*Olga/ }))[0]!);
    const opened = await dialog();
    expect(await opened.findByRole('button', { name: 'Reject' })).toBeDisabled();
    await fill(user, opened.getByLabelText('Your answer'), 'Not our fault');
    await user.click(opened.getByRole('button', { name: 'Reject' }));
    await waitFor(() =>
      expect(world.refunds[0]).toMatchObject({ status: 'rejected', note: 'Not our fault' }),
    );
  });

  it('of one’s own cannot be approved, which is explained, and can be withdrawn', async () => {
    const { user, world } = open('/refunds', { as: 'maria' });
    await user.click(await screen.findByRole('button', { name: /Maria Costa/ }));
    const opened = await dialog();
    expect(await opened.findByText(/another manager must decide/)).toBeInTheDocument();
    expect(opened.queryByRole('button', { name: /Approve/ })).toBeNull();
    await user.click(opened.getByRole('button', { name: 'Withdraw the request' }));
    await waitFor(() => expect(world.refunds[1]!.status).toBe('cancelled'));
  });

  it('wait for somebody else where one is an operator', async () => {
    const { user } = open('/refunds', { as: 'omar' });
    await user.click((await screen.findAllByRole('button', { name: /asked by/ }))[0]!);
    expect(await (await dialog()).findByText(/Waits for a manager/)).toBeInTheDocument();
  });
});

describe('SWI-4 refunds that are stuck', () => {
  it('are on a list of their own, counted for whoever decides, and decided about there', async () => {
    const { user, world } = open('/refunds', { as: 'maria' });
    await user.click(await screen.findByRole('tab', { name: /^Need a decision/ }));
    await user.click(await screen.findByRole('button', { name: /^Decide/ }));
    const opened = await dialog();
    expect(await opened.findByText('Needs a decision')).toBeInTheDocument();
    await user.click(opened.getByRole('button', { name: 'Decide' }));
    await user.click(await screen.findByLabelText(/It happened/));
    await fill(user, screen.getByLabelText(/What this rests on/), 'Seen in the journal');
    const [decide] = screen.getAllByRole('button', { name: 'Decide' }).slice(-1);
    await user.click(decide!);
    await waitFor(() => expect(world.refunds.some(({ attention }) => attention)).toBe(false));
    await counted(2);
    await screen.findByText('No refund is stuck.');
  });

  it('are led to from the dashboard, beside the payments', async () => {
    const { user } = open('/', { as: 'maria' });
    await user.click(await screen.findByRole('link', { name: '1 refund' }));
    await heading('Refunds');
    expect(window.location.search).toBe('?view=attention');
    expect(await screen.findByText('The customer moved to another contract')).toBeInTheDocument();
  });
});

describe('SWI-6 refunds while the line is down', () => {
  const down = ({ lines }: World): void => void (lines[0]!.status = 'down');
  const decideOn = async (user: ReturnType<typeof open>['user']) => {
    await user.click((await screen.findAllByRole('button', { name: /Decide.*Olga/ }))[0]!);
    return dialog();
  };

  it('are approved by whoever may not batch where the asker has batched them, and wait then', async () => {
    const { user, world } = open('/refunds', {
      as: 'maria',
      prepare: (one) => {
        down(one);
        one.refunds[0]!.batchIfDown = true;
      },
    });
    const opened = await decideOn(user);
    expect(await opened.findByText(/sent by itself when the line is back/)).toBeInTheDocument();
    await user.click(opened.getByRole('button', { name: /^Approve/ }));
    expect(await screen.findByText(/is sent when the line is back/)).toBeInTheDocument();
    expect(world.refunds[0]).toMatchObject({ status: 'batched', batched: true });
  });

  it('are not, where nobody has batched them', async () => {
    const { user } = open('/refunds', { as: 'maria', prepare: down });
    const opened = await decideOn(user);
    expect(await opened.findByText(/you may not batch/)).toBeInTheDocument();
    expect(opened.getByRole('button', { name: /^Approve/ })).toBeDisabled();
  });

  it('go as ever where another acquirer’s line is down, or one is only being tried', async () => {
    const { user, world } = open('/refunds', {
      as: 'maria',
      prepare: ({ lines }) => {
        lines[0]!.status = 'trial';
        lines.push({ ...lines[0]!, acquirer: 'stripe', status: 'down' });
      },
    });
    const opened = await decideOn(user);
    await user.click(await opened.findByRole('button', { name: /^Approve/ }));
    await waitFor(() => expect(world.refunds[0]!.status).not.toBe('pending_approval'));
  });

  it('say so where the line turns out to be down', async () => {
    const { user, world } = open('/refunds', { as: 'maria' });
    const opened = await decideOn(user);
    await opened.findByRole('button', { name: /^Approve/ });
    down(world);
    await user.click(opened.getByRole('button', { name: /^Approve/ }));
    expect(await opened.findByText(/you may not batch/)).toBeInTheDocument();
  });

  it('are on the batched list whatever became of them, and withdrawn by who asked until they are sent', async () => {
    const { user, world } = open('/batched', {
      as: 'olga',
      prepare: ({ refunds, payments }) => {
        const [payment] = payments;
        refunds.unshift(
          makeRefund(payment!, { status: 'batched', batched: true, reason: 'Still waits' }),
          makeRefund(payment!, { status: 'succeeded', batched: true, reason: 'Went out' }),
        );
      },
    });
    expect(await screen.findByText('Went out')).toBeInTheDocument();
    const row = (await screen.findByText('Still waits')).closest('tr')!;
    await user.click(within(row).getByRole('button'));
    const opened = await dialog();
    await user.click(await opened.findByRole('button', { name: 'Withdraw the request' }));
    await waitFor(() => expect(world.refunds[0]!.status).toBe('cancelled'));
  });
});
