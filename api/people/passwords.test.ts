import { normalised, oneTimePassword, Passwords } from './passwords';

const passwords = new Passwords();

describe('passwords', () => {
  it('are hashed as OWASP recommends, each with a salt of its own', async () => {
    const [one, two] = await Promise.all([passwords.hash('the same'), passwords.hash('the same')]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(one).not.toBe(two);
    expect(await passwords.verify(one!, 'the same')).toBe(true);
    expect(await passwords.verify(one!, 'the Same')).toBe(false);
  });

  it('of nobody cost the same, and never fit', async () => {
    const native = jest.requireActual<typeof import('@node-rs/argon2')>('@node-rs/argon2');
    const asked = jest.spyOn(passwords, 'verify');
    expect(await passwords.verifyNobody('anything')).toBe(false);
    const [against] = asked.mock.calls[0]!;
    const cost = (hash: string) => hash.split('$').slice(0, 4).join('$');
    expect(cost(against)).toBe(cost(await new Passwords().hash('x')));
    expect(await native.verify(against, '')).toBe(false);
  });

  it('are worked on a few at a time, in order, and not without end', async () => {
    const quick = new Passwords({ memoryCost: 8, timeCost: 1, parallelism: 1 });
    const tries = await Promise.allSettled(Array.from({ length: 100 }, () => quick.hash('x')));
    const refused = tries.filter(({ status }) => status === 'rejected');
    expect(refused).toHaveLength(100 - 2 - 64);
    expect(await quick.hash('and goes on')).toMatch(/^\$argon2id/);
  });
});

describe('a one-time password', () => {
  it('has 100 bits, and no sign that is taken for another', () => {
    const many = Array.from({ length: 500 }, oneTimePassword);
    expect(new Set(many).size).toBe(500);
    const signs = new Set(many.join('').replaceAll('-', ''));
    expect(signs.size).toBe(32);
    for (const doubtful of 'ilou') expect(signs).not.toContain(doubtful);
    expect(normalised(many[0]!)).toBe(many[0]);
  });
});
