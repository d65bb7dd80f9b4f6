import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { fromModules } from './testing';

type Environment = Record<string, string>;

/** Why the stack does not start where each of these is set; null where it reads its settings and may have its ports. */
function refusals(environments: Environment[], name?: string): (string | null)[] {
  return fromModules(`
    import { requireFreePorts } from './ports.mjs';
    import { readSettings } from './settings.mjs';
    const why = async (set) => {
      try {
        const { hosts, ports } = readSettings(set);
        const name = ${JSON.stringify(name ?? null)};
        await requireFreePorts(hosts, name ? [{ name, port: ports[name] }] : []);
        return null;
      } catch (error) {
        return error.message;
      }
    };
    answer(await Promise.all(${JSON.stringify(environments)}.map(why)));`);
}

describe('a setting that makes no sense stops the start with its name, and without its value', () => {
  const wrong: [string, string][] = [
    ['TEMPORAL_SQLITE_SYNCHRONOUS', 'sometimes'],
    ['PUBLIC_URL', 'pay.example'],
    ['SANDBOX_PUBLIC_URL', 'ftp://there'],
    ['DATABASE_URL', 'mysql://me:secret@there/db'],
    ['VAULT_DATABASE_URL', 'secret'],
    ['TEMPORAL_HOST', '127.0.0.2'],
    ['TEMPORAL_ADDRESS', 'https://there:7233'],
    ['SMSC_URL', 'secret@there'],
  ];
  const why = refusals(wrong.map(([name, value]) => ({ [name]: value })));

  test.each(wrong.map(([name, value], index) => [name, value, why[index]]))('%s', (name, value, message) => {
    expect(message).toMatch(new RegExp(`^${name} makes no sense; it must be `));
    expect(message).not.toContain(value);
  });

  test('what makes sense does not', () => {
    const right = {
      TEMPORAL_SQLITE_SYNCHRONOUS: 'NORMAL',
      PUBLIC_URL: 'https://pay.example',
      DATABASE_URL: 'postgresql://me:secret@there:5432/db?sslmode=require',
      TEMPORAL_ADDRESS: 'temporal.example:7233',
      SMSC_URL: '',
    };
    expect(refusals([right])).toEqual([null]);
  });
});

test('no two share a port, nor does anything with a further worker', () => {
  const three = { WORKERS: '3', WORKER_HEALTH_PORT: '3998' };
  const why = refusals([
    { API_PORT: '4000', VAULT_PORT: '4000' },
    { ...three, API_PORT: '3998' },
    { ...three, API_PORT: '4000' },
    { ...three, API_PORT: '4001' },
  ]);
  const both = (names: string, port: number) => `${names} are both ${port}; give each its own port`;
  expect(why).toEqual([
    both('API_PORT and VAULT_PORT', 4000),
    both('API_PORT and WORKER_HEALTH_PORT', 3998),
    both('API_PORT and WORKER_HEALTH_PORT + 2', 4000),
    null,
  ]);
});

describe('where something can’t listen', () => {
  // 192.0.2.0/24 is for documentation: nobody has it.
  test.each([
    ['API_HOST', 'api'],
    ['POSTGRES_HOST', 'postgres'],
    ['SANDBOX_HOST', 'sandboxSmpp'],
    ['VAULT_HOST', 'vault'],
    ['WORKER_HEALTH_HOST', 'workerHealth'],
  ])('%s is named when it is not this machine’s', (setting, port) => {
    const [why] = refusals([{ [setting]: '192.0.2.1' }], port);
    expect(why).toContain(`${setting} is "192.0.2.1", which is no address of this machine`);
    expect(why).toContain(`${setting}=127.0.0.1 npm start`);
    expect(why).not.toContain('_PORT');
  });

  test('the port’s setting is named when the port is taken on that host', async () => {
    const taken = createServer().listen(0, '127.0.0.2');
    await new Promise((resolve) => taken.once('listening', resolve));
    const { port } = taken.address() as AddressInfo;
    const [there, here] = refusals(
      [{ SANDBOX_HOST: '127.0.0.2', SANDBOX_PORT: `${port}` }, { SANDBOX_PORT: `${port}` }],
      'sandbox',
    );
    await new Promise((resolve) => taken.close(resolve));
    expect(there).toContain(`port ${port} (SANDBOX_PORT) is already in use`);
    expect(here).toBeNull();
  });
});
