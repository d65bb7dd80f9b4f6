import { Client } from 'pg';
import { freshDatabase, type TestDatabase } from './database';

describe('a test database', () => {
  const databases: TestDatabase[] = [];
  const clients: Client[] = [];

  beforeAll(async () => {
    databases.push(...(await Promise.all([freshDatabase(), freshDatabase()])));
    clients.push(...databases.map(({ url }) => new Client({ connectionString: url })));
    await Promise.all(clients.map((client) => client.connect()));
  });

  afterAll(async () => {
    await Promise.all(clients.map((client) => client.end()));
    await Promise.all(databases.map((database) => database.drop()));
  });

  it('has the migration history', async () => {
    const { rows } = await clients[0]!.query("select to_regclass('_prisma_migrations') is not null as there");
    expect(rows).toEqual([{ there: true }]);
  });

  it('does not see what another file writes', async () => {
    await clients[0]!.query('create table mine (x int)');
    await expect(clients[1]!.query('select * from mine')).rejects.toThrow('does not exist');
  });
});
