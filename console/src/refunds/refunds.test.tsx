import { screen, waitFor, within } from '@testing-library/react';
import { button, heading, open } from '../../testing/open';

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
    await user.type(asked.getByLabelText(/Reason/), 'Wrong tariff');
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
    await screen.findByText('2');
    await user.click((await screen.findAllByRole('button', { name: /Decide.*Olga/ }))[0]!);
    await user.click(await (await dialog()).findByRole('button', { name: /Approve/ }));
    await waitFor(() => expect(world.refunds[0]!.status).not.toBe('pending_approval'));
    expect(world.refunds[0]!.decidedBy).toMatchObject({ id: 'usr_maria' });
    await screen.findByText('1');
  });

  it('are rejected with a reason only', async () => {
    const { user, world } = open('/refunds', { as: 'maria' });
    await user.click((await screen.findAllByRole('button', { name: /Decide.*Olga/ }))[0]!);
    const opened = await dialog();
    expect(await opened.findByRole('button', { name: 'Reject' })).toBeDisabled();
    await user.type(opened.getByLabelText('Your answer'), 'Not our fault');
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
