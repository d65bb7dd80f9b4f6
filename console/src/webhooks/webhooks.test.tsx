import { screen, waitFor, within } from '@testing-library/react';
import { button, fill, heading, open } from '../../testing/open';

/** The row of the delivery that was not taken yet. */
const waiting = async () => (await screen.findByText('payment.declined')).closest('tr')!;

describe('SWI-9 an endpoint', () => {
  it('is registered with a secret that is shown once, and says what the API refuses', async () => {
    const { user, world } = open('/webhooks', { as: 'adam' });
    await user.click(await button('Add an endpoint'));
    const dialog = within(await screen.findByRole('dialog'));
    await user.type(dialog.getByLabelText('Channel'), 'demo');
    await fill(user, dialog.getByLabelText('Address'), 'http://10.0.0.1/hooks');
    await user.click(dialog.getByRole('button', { name: 'Add an endpoint' }));
    expect(await dialog.findByRole('alert')).toHaveTextContent('leads into a private network');
    await user.clear(dialog.getByLabelText('Address'));
    await fill(user, dialog.getByLabelText('Address'), 'https://demo.example/hooks');
    await fill(user, dialog.getByLabelText(/^Events/), 'payment.succeeded, payment.declined');
    await user.click(dialog.getByRole('button', { name: 'Add an endpoint' }));
    expect(await screen.findByText(/^whsec_/)).toBeInTheDocument();
    expect(world.endpoints.at(-1)).toMatchObject({
      channel: 'demo',
      events: ['payment.succeeded', 'payment.declined'],
    });
    await user.click(await button('I have kept it'));
    await waitFor(() => expect(screen.queryByText(/^whsec_/)).toBeNull());
  });

  it('shows how each delivery went, and delivers one again', async () => {
    const { user, sentTo, world } = open('/webhooks', { as: 'adam' });
    await user.click(await screen.findByRole('link', { name: 'https://ivr.example/hooks' }));
    await heading('https://ivr.example/hooks');
    expect(screen.getByText('IVR in Limassol')).toBeInTheDocument();
    const row = within(await waiting());
    await user.click(row.getByText('2 attempts'));
    expect(await row.findByText(/503 \(120 ms\)/)).toBeInTheDocument();
    expect(row.getByText(/timeout \(15000 ms\)/)).toBeInTheDocument();
    await user.click(row.getByRole('button', { name: /^Deliver again: payment.declined/ }));
    expect(await screen.findByText('On its way again.')).toBeInTheDocument();
    const { id } = world.deliveries.find(({ type }) => type === 'payment.declined')!;
    expect(sentTo(`POST /v1/webhook-deliveries/${id}/redelivery`)).toMatchObject([
      { key: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    ]);
  });

  it('finds deliveries by how they stand, by an address that can be passed on', async () => {
    const { user, world } = open('/webhooks', { as: 'adam' });
    await user.click(await screen.findByRole('link', { name: 'https://ivr.example/hooks' }));
    await waiting();
    await user.selectOptions(screen.getByLabelText('State'), 'Delivered');
    await waitFor(() => expect(screen.queryByText('payment.declined')).toBeNull());
    expect(screen.getByText('payment.succeeded')).toBeInTheDocument();
    expect(window.location.pathname + window.location.search).toBe(
      `/console/webhooks/${world.endpoints[0]!.id}?state=delivered`,
    );
  });

  it('gets a new secret only after one was asked, and says until when the old one works', async () => {
    const { user, sent } = open('/webhooks', { as: 'adam' });
    await user.click(await screen.findByRole('link', { name: 'https://ivr.example/hooks' }));
    await user.click(await button('New secret'));
    const dialog = within(await screen.findByRole('dialog'));
    const rotations = () => sent.filter(({ name }) => name.endsWith('/secret-rotation'));
    expect(rotations()).toHaveLength(0);
    await user.click(dialog.getByRole('button', { name: 'New secret' }));
    expect(await screen.findByText('whsec_plJ3nmyCDGBKInavdOK15jsl')).toBeInTheDocument();
    expect(screen.getByText(/The old one works until/)).toBeInTheDocument();
    expect(rotations()).toHaveLength(1);
    await user.click(await button('I have kept it'));
    await waitFor(() => expect(screen.queryByText('whsec_plJ3nmyCDGBKInavdOK15jsl')).toBeNull());
  });
});
