import { eventually } from '../../support/eventually';
import type { World } from '../../support/world';

/** After everything that the other tests did. */
export function books(world: () => World): void {
  test('PLT-2 the ledger sums to zero and agrees with every payment, and nothing is left in transit', async () => {
    const { channel, outside } = world();
    const { balanced, problems, accounts } = await eventually(async () => {
      const check = await channel.ledger();
      const inTransit = check.accounts.filter(({ account }) => account === 'payments:in_transit');
      expect(inTransit).not.toEqual([]);
      expect(inTransit.filter(({ balance }) => balance !== '0')).toEqual([]);
      return check;
    });
    expect({ balanced, problems }).toEqual({ balanced: true, problems: [] });
    expect(accounts.reduce((sum, { balance }) => sum + Number(balance), 0)).toBe(0);
    const done = (await outside.operations()).filter(({ target }) => target === 'biller');
    const sumOf = (kind: string, as: string, of: string): number =>
      done
        .filter(({ kind: is, status, amount }) => is === kind && status === as && amount.currency === of)
        .reduce((sum, { amount }) => sum + amount.value, 0);
    const billers = accounts.filter(({ account }) => account.startsWith('biller:'));
    expect(billers.map(({ currency }) => currency).sort()).toEqual(['EUR', 'USD']);
    for (const { currency, balance } of billers) {
      const credited =
        sumOf('registration', 'registered', currency) - sumOf('reversal', 'reversed', currency);
      expect([currency, balance]).toEqual([currency, String(-credited)]);
    }
  });

  test('PLT-2 the log of it all is intact, and sealed', async () => {
    await eventually(async () =>
      expect(await world().channel.get('/v1/audit/verification')).toMatchObject({
        intact: true,
        unsealed: 0,
      }),
    );
  });
}
