import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import type { Opened } from '../../testing/open';
import { button, fill, heading, open } from '../../testing/open';

async function signIn({ user }: Opened, username: string): Promise<void> {
  expect(await screen.findByText(/Your session has ended/)).toBeVisible();
  await fill(user, screen.getByLabelText('User name'), username);
  await fill(user, screen.getByLabelText('Password'), 'correct horse battery');
  await user.click(await button('Sign in'));
}

/** With the reason typed in, and the session over as it is sent. */
async function askTooLate(): Promise<Opened> {
  const opened = open('/payments?status=succeeded', { as: 'omar' });
  await opened.user.click(within((await screen.findAllByRole('row'))[1]!).getByRole('link'));
  await opened.user.click(await button('Ask for a refund'));
  await fill(opened.user, await screen.findByLabelText(/Reason/), 'Wrong tariff');
  opened.world.signedIn = undefined;
  await opened.user.click(await button(/^Ask for K/));
  return opened;
}

describe('what was begun when the session ended', () => {
  it('is out of sight, there again for the same person, and done once', async () => {
    const opened = await askTooLate();
    const before = opened.world.refunds.length;
    expect(await screen.findByText(/Your session has ended/)).toBeVisible();
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await signIn(opened, 'omar');
    const dialog = within(await screen.findByRole('dialog'));
    expect(await dialog.findByLabelText(/Reason/)).toHaveValue('Wrong tariff');
    expect(dialog.queryByText('You are signed out.')).toBeNull();
    await opened.user.click(dialog.getByRole('button', { name: /^Ask for K/ }));
    await waitFor(() => expect(opened.world.refunds).toHaveLength(before + 1));
    expect(opened.world.refunds[0]).toMatchObject({ reason: 'Wrong tariff', askedBy: { id: 'usr_omar' } });
  });

  it('is gone for somebody else', async () => {
    const opened = await askTooLate();
    await signIn(opened, 'maria');
    await heading(/^Payment of/);
    expect(screen.queryByDisplayValue('Wrong tariff')).toBeNull();
  });

  it('is no card number', async () => {
    const opened = open('/pay', {
      as: 'olga',
      prepare: ({ lines }) => void (lines[0]!.status = 'down'),
    });
    const { user } = opened;
    await fill(user, await screen.findByLabelText('Phone number'), '+35799000001');
    await user.click(await button('Find the account'));
    await user.click(await button('Next'));
    await user.click(await screen.findByLabelText(/^A card number, kept in the vault/));
    await fill(user, await screen.findByLabelText('Card number'), '5555555555554444');
    opened.world.signedIn = undefined;
    await user.selectOptions(screen.getByLabelText('Expiry month'), '11');
    await user.selectOptions(screen.getByLabelText('Expiry year'), String(new Date().getUTCFullYear() + 3));
    await user.click(await button('Batch €19.90'));
    expect(await screen.findByText(/Your session has ended/)).toBeVisible();
    await waitFor(() => expect(screen.queryByDisplayValue('5555 5555 5555 4444')).toBeNull());
    await signIn(opened, 'olga');
    expect(await screen.findByLabelText('Card number')).toHaveValue('');
    expect(screen.getByText('€19.90', { selector: 'div' })).toBeVisible();
  });

  it('is no password', async () => {
    const opened = open('/profile', { as: 'olga' });
    await heading('Profile');
    await fill(opened.user, screen.getByLabelText('Current password'), 'correct horse battery');
    await fill(opened.user, screen.getByLabelText('New password'), 'another horse battery');
    await fill(opened.user, screen.getByLabelText('New password, once more'), 'another horse battery');
    opened.world.signedIn = undefined;
    await opened.user.click(await button('Change the password'));
    await signIn(opened, 'olga');
    await heading('Profile');
    expect(screen.getByLabelText('New password')).toHaveValue('');
  });
});

describe('a session that nobody uses', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());
  const pass = (ms: number) => act(() => jest.advanceTimersByTimeAsync(ms));

  it('is told so while the page refreshes itself, and that somebody is back', async () => {
    const { sentTo } = open('/batched', { as: 'olga' });
    await heading('Batched');
    fireEvent.keyDown(document.body, { key: 'Tab' });
    const looks = () => sentTo('GET /v1/lines').map(({ idle }) => idle);
    await pass(30_000);
    expect(looks().at(-1)).toBeNull();
    await pass(60_000);
    expect(looks().at(-1)).toBe('true');
    fireEvent.pointerMove(document.body);
    await pass(15_000);
    expect(looks().at(-1)).toBeNull();
  });
});
