import { screen } from '@testing-library/react';
import { button, fill, heading, open } from '../../testing/open';

describe('the second factor', () => {
  it('is set up by who knows the password, and turned on by a code', async () => {
    const { user, world } = open('/profile', { as: 'olga' });
    await heading('Profile');
    expect(await button('Set up')).toBeDisabled();
    await fill(user, screen.getByLabelText('Your password'), 'not it');
    await user.click(await button('Set up'));
    expect(await screen.findByRole('alert')).toHaveTextContent('The current password is wrong.');
    await user.clear(screen.getByLabelText('Your password'));
    await fill(user, screen.getByLabelText('Your password'), 'correct horse battery');
    await user.click(await button('Set up'));
    expect(await screen.findByRole('img', { name: 'QR code with the key' })).toBeInTheDocument();
    await fill(user, screen.getByLabelText('Code'), '123 456');
    await user.click(await button('Turn on'));
    expect(await button('Turn off')).toBeInTheDocument();
    expect(world.signedIn!.secondFactor).toBe(true);
  });
});
