import { newAccount } from '../../support/channel';
import { runProgram } from '../../support/programs';
import type { Ran } from '../../support/programs';
import type { World } from '../../support/world';

/** Each start of a program costs seconds on a machine that has other tests to run; the demo plays six payments besides. */
const LIMIT_MS = 240_000;
const ID = /pay_[0-9A-HJKMNP-TV-Z]{26}/;

type Row = string[];

/** The rows of a table that are about a payment, each a list of its cells. */
const rowsIn = (text: string): Row[] =>
  text
    .split('\n')
    .filter((line) => /^\w.*\spay_/.test(line))
    .map((line) =>
      line
        .split(/\s{2,}/)
        .map((cell) => cell.trim())
        .filter(Boolean),
    );

/** What people run beside a stack that is up: the command line, and the demonstration. */
export function programs(world: () => World): void {
  const cli = (...args: string[]): Promise<Ran> => runProgram(world().stack, 'cli/main.ts', ...args);

  async function json<T>(...args: string[]): Promise<T> {
    const { code, out, err } = await cli(...args, '--json');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    return JSON.parse(out) as T;
  }

  const payment = (): string[] => {
    const { good } = world().cards;
    return ['pay', '--amount', '10.50', '--currency', 'EUR', '--msisdn', newAccount().value, '--card', good];
  };

  describe('npm run cli, against the API as it is', () => {
    let id: string;

    test(
      'PLT-4 pays, and watches what becomes of it',
      async () => {
        const { code, out, err } = await cli(...payment(), '--watch');
        expect({ code, err }).toEqual({ code: 0, err: '' });
        expect(out).toContain('10.50 EUR');
        expect(out).toContain('succeeded');
        [id] = ID.exec(out)!;
        expect(await world().channel.untilEnded(id)).toMatchObject({ status: 'succeeded' });
      },
      LIMIT_MS,
    );

    test(
      'PLT-4 shows and lists it, for people and for programs',
      async () => {
        const shown = await cli('show', id);
        expect(shown).toMatchObject({ code: 0, err: '' });
        for (const part of [id, 'funding', 'crediting', 'funding_succeeded', 'crediting_succeeded', 'visa'])
          expect(shown.out).toContain(part);
        expect(await json('show', id)).toMatchObject({ payment: { id, status: 'succeeded' } });
        const listed = await cli('list', '--status', 'succeeded', '--limit', '5');
        expect(listed).toMatchObject({ code: 0, err: '' });
        expect(listed.out).toContain(id);
        const { items } = await json<{ items: object[] }>('list', '--limit', '1');
        expect(items).toMatchObject([{ id, amount: { value: 1050, currency: 'EUR' } }]);
      },
      LIMIT_MS,
    );

    test(
      'PLT-4 says with its exit code that a payment was declined, or is not there',
      async () => {
        const refused = payment().map((arg) => (arg === world().cards.good ? world().cards.refused : arg));
        const { code, out } = await cli(...refused);
        expect(code).toBe(1);
        expect(out).toContain('declined');
        const none = await cli('show', 'pay_01JCKH3E8M5T0V6ZQ2W9RYXB4D');
        expect(none.code).toBe(1);
        expect(none.err).not.toBe('');
      },
      LIMIT_MS,
    );

    test(
      'PLT-4 tells who needs a person, whether the log is intact, and whether the ledger fits',
      async () => {
        expect(await cli('attention')).toMatchObject({ code: 0, err: '' });
        const verified = await cli('audit', 'verify');
        expect(verified).toMatchObject({ code: 0, err: '' });
        expect(verified.out).toMatch(/^Intact: \d+ entries chained\./);
        expect(await json('audit', 'verify')).toMatchObject({ intact: true });
        const checked = await cli('ledger', 'check');
        expect(checked).toMatchObject({ code: 0, err: '' });
        expect(checked.out).toContain('Balanced');
        expect(await json('ledger', 'check')).toMatchObject({ balanced: true, problems: [] });
      },
      LIMIT_MS,
    );
  });

  describe('npm run demo', () => {
    test(
      'PLT-4 prints what became of each of six payments, as it stands in the API',
      async () => {
        const { stack, channel, outside } = world();
        const { code, out, err } = await runProgram(stack, 'scripts/demo/main.ts');
        expect({ code, err }).toEqual({ code: 0, err: '' });
        const rows = rowsIn(out);
        expect(rows.map(([way, , , , status]) => [way, status])).toEqual([
          ['registered card', 'succeeded'],
          ['hosted page', 'succeeded'],
          ['declined card', 'declined'],
          ['line drops after capture', 'succeeded'],
          ['refund', 'succeeded'],
          ['outage', 'succeeded'],
        ]);
        const [, , declined, dropped, refunded, batched] = rows as [Row, Row, Row, Row, Row, Row];
        expect(declined).toContain('declined: insufficient_funds');
        expect(refunded).toContain('refund succeeded');
        expect(batched).toEqual(expect.arrayContaining(['202 batched', 'line up']));
        for (const [, id, , , status] of rows)
          expect(await channel.payment(id!)).toMatchObject({ id, status });
        expect(await outside.books(dropped[1]!)).toMatchObject({ charges: 1, registrations: 1 });
        expect(out).toContain('All six ended as they should');
      },
      LIMIT_MS,
    );
  });
}
