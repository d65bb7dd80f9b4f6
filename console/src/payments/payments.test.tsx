import { screen, waitFor, within } from '@testing-library/react';
import { makeRefund } from '../../fake/world';
import { button, fill, heading, open } from '../../testing/open';

const rows = async () =>
  within(await screen.findByRole('table'))
    .getAllByRole('row')
    .slice(1);

describe('ONE-7 the payments screen', () => {
  it('lists payments with amounts in their currencies’ own digits', async () => {
    open('/payments', { as: 'olga' });
    expect(await rows()).toHaveLength(25);
    expect(screen.getByText('¥2,500')).toBeInTheDocument();
    expect(screen.getByText(/KWD.12,345\.678/)).toBeInTheDocument();
  });

  it('keeps its filters in the address', async () => {
    const { user } = open('/payments?attention=true', { as: 'olga' });
    expect(await rows()).toHaveLength(1);
    expect(screen.getByLabelText('Needs a decision')).toBeChecked();
    await user.click(screen.getByLabelText('Needs a decision'));
    await user.click(screen.getByLabelText('Declined'));
    await waitFor(async () => expect((await rows()).length).toBe(7));
    expect(window.location.search).toBe('?status=declined');
    await user.click(await button('Clear filters'));
    await waitFor(async () => expect((await rows()).length).toBe(25));
  });

  it('goes on by pages, and back to the start', async () => {
    const { user } = open('/payments', { as: 'olga' });
    await rows();
    await user.click(await button('Next page'));
    await waitFor(() => expect(window.location.search).toBe('?cursor=25'));
    await user.click(await button('To the start'));
    expect(window.location.search).toBe('');
  });

  it('finds by account, reference or id', async () => {
    const { user } = open('/payments', { as: 'olga' });
    await rows();
    await user.type(screen.getByLabelText('Search'), 'C-2026-000198-NICOSIA{Enter}');
    await waitFor(async () => expect(await rows()).toHaveLength(1));
  });

  it('tells what of a payment went back, and how many need a decision', async () => {
    const refunds = { reserved: 500, refunded: 300 };
    open('/payments', { as: 'maria', prepare: ({ payments }) => void (payments[0]!.refunds = refunds) });
    expect(within((await rows())[0]!).getByText(/3\.00 refunded$/)).toBeInTheDocument();
    expect(await screen.findByRole('link', { name: 'Payments 1 waiting' })).toBeInTheDocument();
  });

  it('says so in Russian with the right plurals', async () => {
    const { user } = open('/profile', { as: 'olga' });
    await heading('Profile');
    await user.click(screen.getByLabelText('Русский'));
    await user.click(await screen.findByRole('link', { name: 'Платежи' }));
    expect(await screen.findByText('25 записей на странице')).toBeInTheDocument();
  });
});

describe('a payment', () => {
  it('shows what happened and who did it, and can be decided about by a manager', async () => {
    const { user, world } = open('/payments?attention=true', { as: 'maria' });
    await user.click(within((await rows())[0]!).getByRole('link'));
    await heading('Payment of €10.50');
    expect(await screen.findByText('No clear answer from the biller: being found out')).toBeInTheDocument();
    await user.click(await button('Decide'));
    const dialog = await screen.findByRole('dialog');
    await user.click(within(dialog).getByLabelText(/It happened/));
    await fill(user, within(dialog).getByLabelText(/What this rests on/), 'Seen in the journal');
    await user.click(within(dialog).getByRole('button', { name: 'Decide' }));
    await waitFor(() => expect(world.payments.some(({ attention }) => attention)).toBe(false));
  });

  it('whose money must go back can’t be decided not to have happened, and what to do is said', async () => {
    const attention = { reason: 'reversal_refused' };
    const { user, world } = open('/payments?attention=true', {
      as: 'maria',
      prepare: ({ payments }) =>
        payments.forEach((one) => one.attention && Object.assign(one, { attention })),
    });
    await user.click(within((await rows())[0]!).getByRole('link'));
    await user.click(await button('Decide'));
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByText(/Give it back in another way/)).toBeInTheDocument();
    expect(dialog.getByLabelText(/It happened/)).toBeInTheDocument();
    expect(dialog.queryByLabelText(/It did not happen/)).toBeNull();
    expect(world.payments.some(({ attention: stuck }) => stuck)).toBe(true);
  });

  it('lists its refunds, two of the same sum, too, each with who asked', async () => {
    const { user } = open('/payments?status=succeeded', {
      as: 'maria',
      prepare: ({ payments, refunds }) => {
        const [first] = payments.filter(({ status }) => status === 'succeeded');
        refunds.unshift(makeRefund(first!), makeRefund(first!));
      },
    });
    await user.click(within((await rows())[0]!).getByRole('link'));
    const card = (await screen.findByRole('heading', { name: 'Refunds' })).parentElement!;
    expect(within(card).getAllByRole('link')).toHaveLength(2);
    expect(within(card).getAllByText('asked by Olga Petrova')).toHaveLength(2);
  });

  it('is not decided about by an operator', async () => {
    const { user } = open('/payments?attention=true', { as: 'olga' });
    await user.click(within((await rows())[0]!).getByRole('link'));
    await heading('Payment of €10.50');
    expect(screen.queryByRole('button', { name: 'Decide' })).toBeNull();
  });

  it('leads to its workflow, in a tab of its own, where there is one to see', async () => {
    const { user } = open('/payments', {
      as: 'olga',
      prepare: ({ payments }) =>
        void (payments[0]!.workflowUrl = 'http://ui.example/namespaces/default/workflows/pay_1'),
    });
    await user.click(within((await rows())[0]!).getByRole('link'));
    const link = await screen.findByRole('link', { name: 'Open its workflow' });
    expect(link).toHaveAttribute('href', 'http://ui.example/namespaces/default/workflows/pay_1');
    expect(link).toHaveAttribute('target', '_blank');
    expect(link).toHaveAttribute('rel', 'noreferrer');
  });

  it('is cancelled only after one was asked', async () => {
    const { user, world } = open('/payments?status=awaiting_payer', { as: 'olga' });
    await user.click(within((await rows())[0]!).getByRole('link'));
    await user.click(await button('Cancel the payment'));
    const dialog = await screen.findByRole('dialog');
    expect(world.payments.some(({ status }) => status === 'cancelled')).toBe(false);
    await user.click(within(dialog).getByRole('button', { name: 'Cancel the payment' }));
    await screen.findByText('Cancelled');
  });
});
