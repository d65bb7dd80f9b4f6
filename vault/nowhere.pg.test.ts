import { Pool } from 'pg';
import { startSandbox } from '../sandbox/sandbox';
import { TestClient } from '../sandbox/test-client';
import { CARD, startVault } from './testing/world';

const NUMBER = '5555555555554444';
/** As typed, as kept by nobody, in hex, in base64 at each of its three offsets, and as bytea is printed. */
const DISGUISES = [
  NUMBER,
  NUMBER.replace(/(\d{4})(?=\d)/g, '$1 '),
  NUMBER.replace(/(\d{4})(?=\d)/g, '$1-'),
  Buffer.from(NUMBER).toString('hex'),
  ...[0, 1, 2].map((offset) =>
    Buffer.from(' '.repeat(offset) + NUMBER)
      .toString('base64')
      .slice(offset === 0 ? 0 : 4, 20),
  ),
];

/** Every row of every table of the vault's database, as text. */
async function databaseText(url: string): Promise<string> {
  const pool = new Pool({ connectionString: url, max: 1 });
  try {
    const tables = await pool.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables
       where schemaname not in ('pg_catalog', 'information_schema')`,
    );
    let text = '';
    for (const { name } of tables.rows) {
      const { rows } = await pool.query<{ line: string }>(`select t::text as line from ${name} t`);
      text += rows.map(({ line }) => line).join('\n');
    }
    return text;
  } finally {
    await pool.end();
  }
}

const found = (text: string): string[] => DISGUISES.filter((disguise) => text.includes(disguise));

test('SWI-8 a card number is in no log, no error, no answer, and in the database as ciphertext only', async () => {
  const sandbox = await startSandbox();
  const vault = await startVault({ acquirerUrl: `${sandbox.url}/acquirer` });
  const card = { ...CARD, number: NUMBER };
  const never = `vlt_${'1'.repeat(32)}`;
  const replies = [
    await vault.enter(card),
    await vault.enter({ ...card, securityCode: '737' }),
    await vault.enter({ ...card, expiryYear: 2020 }),
    await vault.enter({ ...card, [NUMBER]: NUMBER }),
    await vault.enter({ ...card, number: `${NUMBER}1` }),
    await vault.enter(`{"number": ${NUMBER}`),
    await vault.enter(card, { ticket: NUMBER }),
    await vault.enter(card, { headers: { origin: `https://${NUMBER}.example` } }),
    await vault.send('GET', `/v1/card-numbers/${NUMBER}`, {}),
    await vault.send('POST', `/v1/card-numbers/${NUMBER}/erasure`, {}),
    await vault.asWorker(`/v1/card-numbers/${NUMBER}/erasure`, { reference: NUMBER }),
    await vault.asWorker(`/v1/card-numbers/${never}/erasure`, { reference: NUMBER, [NUMBER]: NUMBER }),
    await vault.asWorker('/v1/forward', { token: NUMBER, reference: NUMBER }),
  ];
  expect(replies[0]!.status).toBe(201);
  const kept = await databaseText(vault.databaseUrl);
  expect(kept).toContain(replies[0]!.body.token);

  await vault.pool.query(`create function quote() returns trigger language plpgsql as $$
    begin raise 'failing row contains (${NUMBER})'; end $$`);
  await vault.pool.query('create trigger quote before insert on card_number execute function quote()');
  const failed = await vault.enter(card);
  expect(failed.status).toBe(500);
  await vault.pool.query('drop trigger quote on card_number');

  const sent = await vault.asWorker('/v1/forward', {
    token: replies[0]!.body.token,
    reference: 'pay_1.fund',
    amount: { value: 1050, currency: 'EUR' },
    capture: true,
  });
  expect(sent.body.answered.status).toBe(200);
  const operations = await new TestClient(sandbox).control('GET', '/operations');
  expect(operations.body.operations).toHaveLength(1);

  const said = [...replies, failed, sent].map(({ text, headers }) => text + JSON.stringify([...headers]));
  expect(found(said.join('\n'))).toEqual([]);
  expect(found(vault.logged())).toEqual([]);
  expect(vault.logged()).toContain('request failed');
  expect(found(kept + (await databaseText(vault.databaseUrl)))).toEqual([]);
  expect(found(JSON.stringify(operations.body))).toEqual([]);
  expect(vault.logged()).not.toMatch(/ticket-secret|forward-secret|vt1\./);
  await vault.close();
  await sandbox.close();
});

test('the search finds what is planted, however it is written', async () => {
  const vault = await startVault();
  const plant = (value: unknown) =>
    vault.pool.query('insert into used_ticket (nonce, expires_at) values ($1, now())', [value]);
  await plant(`x${NUMBER}y`);
  await plant(Buffer.from(`{"number":"${NUMBER}"}`).toString('base64'));
  await plant(Buffer.from(`{"number":"${NUMBER}"}`).toString('hex'));
  expect(found(await databaseText(vault.databaseUrl)).length).toBeGreaterThanOrEqual(3);
  await vault.close();
});
