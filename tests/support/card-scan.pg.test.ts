import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { defaultPayloadConverter } from '@temporalio/common';
import pg from 'pg';
import { EncryptionCodec, parsePayloadKeys } from '../../client/codec';
import { freshDatabase } from '../harness/database';
import { scanDatabases, scanFiles, tellsCard } from './card-scan';
import { APPROVED_CARD } from './outside';

/** As payers type it, too. */
const WRITTEN = [APPROVED_CARD, '4242 4242 4242 4242', '4242-4242-4242-4242'];

describe('ONE-6 the scan for card numbers finds what is planted', () => {
  test('in any table of any database of the server', async () => {
    const database = await freshDatabase();
    const server = new URL(database.url);
    server.pathname = '/postgres';
    // Other test files' databases come and go meanwhile.
    const own = new URL(database.url).pathname.slice(1);
    const scan = () => scanDatabases(server.href, (name) => name === own || !name.startsWith('test_'));
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    try {
      await client.query('create table planted (note jsonb)');
      expect(await scan()).not.toContainEqual(expect.stringContaining('planted'));
      for (const number of WRITTEN) {
        await client.query('insert into planted values ($1)', [JSON.stringify({ deep: [`x ${number} y`] })]);
      }
      expect(await scan()).toContain('3 rows of public.planted');
    } finally {
      await client.end();
      await database.drop();
    }
  });

  test.each(WRITTEN)('in any file, however deep: %s', (number) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'tillflow-scan-'));
    try {
      const file = path.join(folder, 'logs', 'worker', '1.log');
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, 'nothing');
      expect(scanFiles(folder)).toEqual([]);
      writeFileSync(file, Buffer.concat([randomBytes(64), Buffer.from(`a${number}z`), randomBytes(64)]));
      expect(scanFiles(folder)).toEqual([file]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test.each([...WRITTEN, 'securityCode'])('in a payload that is encrypted: %s', async (text) => {
    const keys = `test:${randomBytes(32).toString('base64')}`;
    const historyWith = async (value: unknown) => {
      const payload = defaultPayloadConverter.toPayload(value)!;
      const payloads = await new EncryptionCodec(parsePayloadKeys(keys)).encode([payload]);
      return { events: [{ workflowExecutionStartedEventAttributes: { input: { payloads } } }] };
    };
    expect(await tellsCard(await historyWith({ note: 'nothing' }), keys)).toBe(false);
    expect(await tellsCard(await historyWith({ note: [{ [text]: 1 }] }), keys)).toBe(true);
  });
});
