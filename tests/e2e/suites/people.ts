import { newAccount } from '../../support/channel';
import { Person, personOf } from '../../support/person';
import type { World } from '../../support/world';

/** Who may do what, with the people that a new stack has. */
export function people(world: () => World): void {
  const person = (username: string): Promise<Person> => personOf(world().stack, username);

  test('SWI-2 a password for one time is changed at the first sign-in, and then lets nobody in', async () => {
    const { stack } = world();
    const { oneTimePassword } = stack.people.find(({ username }) => username === 'omar')!;
    await person('omar');
    expect((await new Person(stack.urls.api, 'omar', oneTimePassword).trySignIn()).status).toBe(401);
  });

  test('SWI-2 an operator takes a payment, which says who made it', async () => {
    const { outside, cards } = world();
    const olga = await person('olga');
    const { user } = await olga.get<{ user: { id: string; displayName: string } }>('/v1/session');
    const { value } = newAccount();
    const account = await olga.get(`/v1/accounts?by=msisdn&value=${encodeURIComponent(value)}`);
    expect(account).toMatchObject({ status: 'active', balance: { value: 0, currency: 'EUR' } });
    const { body } = await olga.pay({ source: { type: 'card', cardId: cards.good } });
    const payment = await olga.untilEnded(body.id);
    const createdBy = { kind: 'user', id: user.id, name: user.displayName };
    expect(payment).toMatchObject({ status: 'succeeded', channel: 'console', createdBy });
    expect((await olga.events(body.id))[0]).toMatchObject({ type: 'received', actor: createdBy });
    expect(await outside.books(body.id)).toMatchObject({ charges: 1, registrations: 1 });
    const { items } = await olga.get<{ items: { id: string }[] }>(`/v1/payments?createdBy=${user.id}`);
    expect(items.map(({ id }) => id)).toContain(body.id);
  });

  test('SWI-2 what is above a level is refused, and what is of it is not', async () => {
    const [olga, maria, adam] = [await person('olga'), await person('maria'), await person('adam')];
    const status = async (one: Person, path: string) => (await one.call('GET', path)).status;
    expect([await status(olga, '/v1/users'), await status(maria, '/v1/users')]).toEqual([403, 403]);
    expect(await status(olga, '/v1/audit/verification')).toBe(403);
    expect(await status(maria, '/v1/audit/verification')).toBe(200);
    expect(await status(adam, '/v1/users')).toBe(200);
  });

  test('SWI-2 an administrator adds a user, changes the level, and disables the user at once', async () => {
    const { stack } = world();
    const adam = await person('adam');
    const { body } = await adam.post<{ user: { id: string; version: number }; oneTimePassword: string }>(
      '/v1/users',
      { username: 'nina', displayName: 'Nina', level: 'operator' },
    );
    const nina = new Person(stack.urls.api, 'nina', body.oneTimePassword);
    await nina.signIn();
    const change = (version: number, changes: object) =>
      adam.call<{ version: number }>('PATCH', `/v1/users/${body.user.id}`, { version, ...changes });
    const promoted = await change(body.user.version, { level: 'administrator' });
    expect((await nina.call('GET', '/v1/users')).status).toBe(200);
    await change(promoted.body.version, { disabled: true });
    expect((await nina.call('GET', '/v1/session')).status).toBe(401);
    expect((await nina.trySignIn()).status).toBe(401);
  });

  test('SWI-2 a session goes on when the API is killed and started again', async () => {
    const { stack } = world();
    const maria = await person('maria');
    await stack.kill('api');
    await stack.start('api');
    expect((await maria.call('GET', '/v1/payments')).status).toBe(200);
  });
}
