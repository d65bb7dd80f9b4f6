import { screen, waitFor, within } from '@testing-library/react';
import { button, fill, heading, open } from '../../testing/open';

const dialog = async () => within(await screen.findByRole('dialog'));

describe('SWI-2 users', () => {
  it('are added with a one-time password that is shown once', async () => {
    const { user, world } = open('/users', { as: 'adam' });
    await user.click(await button('Add a user'));
    const form = await dialog();
    await fill(user, form.getByLabelText('User name'), 'pavel');
    await fill(user, form.getByLabelText('Full name'), 'Pavel Orlov');
    await user.click(form.getByLabelText('May batch while the line is down'));
    await user.click(form.getByRole('button', { name: 'Add a user' }));
    expect(await screen.findByText('karibu-mosaic-9412-lantern')).toBeInTheDocument();
    expect(world.people[0]).toMatchObject({
      username: 'pavel',
      level: 'operator',
      permissions: ['payments:batch'],
    });
    await user.click(await button('I have kept it'));
    await waitFor(() => expect(screen.queryByText('karibu-mosaic-9412-lantern')).toBeNull());
  });

  it('say at the field what the API refuses', async () => {
    const { user } = open('/users', { as: 'adam' });
    await user.click(await button('Add a user'));
    const form = await dialog();
    await user.type(form.getByLabelText('User name'), 'olga');
    await fill(user, form.getByLabelText('Full name'), 'Another Olga');
    await user.click(form.getByRole('button', { name: 'Add a user' }));
    expect(await form.findByText('This user name is taken.')).toBeInTheDocument();
  });

  it('are disabled only by a second press', async () => {
    const { user, world } = open('/users', { as: 'adam' });
    await user.click(await button('Change Olga Petrova'));
    const form = await dialog();
    await user.click(form.getByRole('button', { name: 'Disable' }));
    expect(world.people.find(({ username }) => username === 'olga')!.disabled).toBe(false);
    await user.click(form.getByRole('button', { name: 'Sure? Disable' }));
    await waitFor(() =>
      expect(world.people.find(({ username }) => username === 'olga')!.disabled).toBe(true),
    );
  });

  it('do not change their own level', async () => {
    const { user } = open('/users', { as: 'adam' });
    await user.click(await button('Change Adam Stone'));
    const form = await dialog();
    expect(form.getByLabelText('Level')).toBeDisabled();
    expect(form.queryByRole('button', { name: 'Disable' })).toBeNull();
  });
});

describe('SWI-5 settings', () => {
  it('are changed after one has seen what was and what will be', async () => {
    const { user, world } = open('/settings', { as: 'adam' });
    const field = await screen.findByLabelText('The card page stays open for');
    await user.clear(field);
    await user.type(field, '45');
    await user.click(await button('Review and save'));
    const review = await dialog();
    expect(review.getByText('30 minutes')).toBeInTheDocument();
    expect(review.getByText('45 minutes')).toBeInTheDocument();
    await user.click(review.getByRole('button', { name: 'Change them now' }));
    await waitFor(() => expect(world.settings.settings.expiry.hostedPageMs).toBe(45 * 60_000));
    expect(world.changes[0]!.after).toEqual({ expiry: { hostedPageMs: 2_700_000 } });
  });

  it('are not sent while a field can’t be read', async () => {
    const { user } = open('/settings', { as: 'adam' });
    const field = await screen.findByLabelText('Waits before each inquiry');
    await user.clear(field);
    await fill(user, field, '10 s, soon');
    expect(await button('Review and save')).toBeDisabled();
  });

  it('say which one the API refuses, by its name on the screen', async () => {
    const { user } = open('/settings', { as: 'adam' });
    const field = await screen.findByLabelText('The card page stays open for');
    await user.clear(field);
    await user.type(field, '0');
    await user.click(await button('Review and save'));
    const errors = [{ path: 'changes.expiry.hostedPageMs', code: 'out_of_range', message: 'Too small.' }];
    globalThis.fetch = () =>
      Promise.resolve(
        Response.json({ code: 'validation_failed', title: 'A field is wrong', errors }, { status: 400 }),
      );
    await user.click((await dialog()).getByRole('button', { name: 'Change them now' }));
    expect(await screen.findByText(/^The card page stays open for: /)).toBeInTheDocument();
  });

  it('say so when somebody else was quicker', async () => {
    const { user, world } = open('/settings', { as: 'adam' });
    const field = await screen.findByLabelText('Failures in a row that count as down');
    await user.clear(field);
    await user.type(field, '5');
    world.settings = { ...world.settings, version: 9 };
    await user.click(await button('Review and save'));
    await user.click((await dialog()).getByRole('button', { name: 'Change them now' }));
    expect(await screen.findByText(/Somebody changed the settings meanwhile/)).toBeInTheDocument();
  });
});

describe('other screens of an administrator', () => {
  it('check the audit log’s chain', async () => {
    const { user } = open('/audit', { as: 'adam' });
    await user.click(await button('Check the chain'));
    expect(await screen.findByText(/Intact: 37 sealed entries/)).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'Export CSV' })).toHaveAttribute(
      'href',
      '/v1/audit/export?format=csv',
    );
  });

  it('show a webhook’s secret once', async () => {
    const { user } = open('/webhooks', { as: 'adam' });
    await user.click(await button('Add an endpoint'));
    const form = await dialog();
    await user.type(form.getByLabelText('Channel'), 'ivr');
    await fill(user, form.getByLabelText('Address'), 'https://shop.example/hook');
    await user.click(form.getByRole('button', { name: 'Add an endpoint' }));
    expect(await screen.findByText(/^whsec_/)).toBeInTheDocument();
  });

  it('sum the day up, with the figures as a table too', async () => {
    open('/', { as: 'adam' });
    await heading('Dashboard');
    expect(await screen.findByText('67')).toBeInTheDocument();
    expect(screen.getByText('As a table')).toBeInTheDocument();
  });
});
