import { fromModules } from './testing';

/** Why a port that is let go after that time can't be listened on, with so much patience; null where it can. */
const refusal = (freeAfterMs: number, patienceMs: number): string | null =>
  fromModules(`
    import { createServer } from 'node:net';
    import { requireFreePorts } from './ports.mjs';
    import { readSettings } from './settings.mjs';
    const holder = createServer();
    await new Promise((resolve) => holder.listen(0, '127.0.0.1', resolve));
    const { port } = holder.address();
    setTimeout(() => holder.close(), ${freeAfterMs});
    answer(
      await requireFreePorts(readSettings({}).hosts, [{ name: 'api', port }], ${patienceMs}).then(
        () => null,
        (error) => error.message.replace(port, 'PORT'),
      ),
    );
  `);

describe('a port that is still in use', () => {
  it('is waited for, where what held it is just going', () => {
    expect(refusal(300, 30_000)).toBeNull();
  });

  it('stops the start at once, where nothing was ended', () => {
    expect(refusal(2_000, 0)).toContain('port PORT (API_PORT) is already in use');
  });
});
