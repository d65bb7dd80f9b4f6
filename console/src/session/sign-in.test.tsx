import { screen } from '@testing-library/react';
import type { Opened } from '../../testing/open';
import { button, fill, heading, open } from '../../testing/open';

async function signIn({ user }: Opened, username: string, password = 'correct horse battery'): Promise<void> {
  await user.clear(await screen.findByLabelText('User name'));
  await fill(user, screen.getByLabelText('User name'), username);
  await user.clear(screen.getByLabelText('Password'));
  await fill(user, screen.getByLabelText('Password'), password);
  await user.click(await button('Sign in'));
}

describe('signing in', () => {
  it('leads to the screen that was asked for', async () => {
    const opened = open('/refunds');
    await signIn(opened, 'olga');
    await heading('Refunds');
    expect(window.location.pathname).toBe('/console/refunds');
  });

  it('says that something is wrong, and not what', async () => {
    const opened = open('/');
    await signIn(opened, 'olga', 'wrong');
    expect(await screen.findByRole('alert')).toHaveTextContent('The user name or the password is wrong.');
  });

  it('counts down while it is locked, and sends nothing meanwhile', async () => {
    const opened = open('/', { prepare: (world) => void (world.wrongSignIns = 4) });
    await signIn(opened, 'olga');
    expect(await screen.findByText(/You can try again in \d+ seconds/)).toBeInTheDocument();
    expect(await button('Sign in')).toBeDisabled();
  });

  it('asks for the code of whoever has a second factor', async () => {
    const opened = open('/payments');
    await signIn(opened, 'tina');
    await fill(opened.user, await screen.findByLabelText('Code from your authenticator'), '123 456');
    await opened.user.click(await button('Sign in'));
    await heading('Payments');
  });

  it('wants a new password first of whoever has a one-time one', async () => {
    const { user, ...opened } = open('/payments');
    await signIn({ user, ...opened }, 'nils');
    await heading('Choose a password');
    await fill(user, screen.getByLabelText('Current password'), 'correct horse battery');
    await fill(user, screen.getByLabelText('New password'), 'short');
    expect(screen.getByText('Use at least 12 characters.')).toBeInTheDocument();
    await fill(user, screen.getByLabelText('New password'), ' but then long enough');
    await fill(user, screen.getByLabelText('New password, once more'), 'short but then long enough');
    await user.click(await button('Change the password'));
    await heading('Payments');
  });

  it('comes back when a session has ended, to where one was', async () => {
    const opened = open('/payments', { as: 'olga' });
    await heading('Payments');
    opened.world.signedIn = undefined;
    await opened.user.click(await screen.findByRole('link', { name: 'Refunds' }));
    expect(await screen.findByText(/Your session has ended/)).toBeInTheDocument();
    await signIn(opened, 'olga');
    await heading('Refunds');
  });
});

describe('the navigation', () => {
  it.each([
    ['omar', ['Dashboard', 'Payments', 'Add payment', 'Refunds', 'Batched']],
    ['maria', ['Dashboard', 'Payments1 waiting', 'Add payment', 'Refunds3 waiting', 'Batched', 'Audit log']],
  ])('shows %s what they may do, and no more', async (as, names) => {
    open('/profile', { as });
    await heading('Profile');
    if (as === 'maria') for (const count of ['3', '1']) await screen.findByText(count);
    const links = screen.getAllByRole('listitem').map((item) => item.textContent);
    expect(links).toEqual(names);
  });

  it('tells whoever follows a link to what is not for them', async () => {
    open('/settings', { as: 'olga' });
    await heading('Not for your level');
  });
});
