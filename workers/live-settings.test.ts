import { pino } from 'pino';
import { DEFAULT_OPERATING_SETTINGS as DEFAULTS, withChanges } from '../domain/operating-settings';
import type { OperatingSettings } from '../domain/operating-settings';
import type { SettingsVersion } from '../store/interfaces/settings';
import { LiveSettings } from './live-settings';

const silent = pino({ level: 'silent' });
const probing = (probeMs: number): OperatingSettings => withChanges(DEFAULTS, { lines: { probeMs } });

/** Answers with what is put into it. */
function aStore(...answers: (OperatingSettings | Error)[]) {
  let reads = 0;
  const read = async (): Promise<SettingsVersion> => {
    const answer = answers[Math.min(reads++, answers.length - 1)]!;
    if (answer instanceof Error) throw answer;
    return { settings: answer, version: reads };
  };
  return { read, reads: () => reads };
}

test('what changes elsewhere is taken up by itself', async () => {
  const live = new LiveSettings(aStore(probing(1), probing(2)), DEFAULTS, silent, 1);
  await live.start();
  expect(live.current().lines.probeMs).toBe(1);
  while (live.current().lines.probeMs !== 2) await new Promise(setImmediate);
  await live.stop();
});

test('while the store is away the last good settings serve, and at first the defaults', async () => {
  const away = new Error('away');
  const live = new LiveSettings(aStore(away, probing(5), away, probing(6)), DEFAULTS, silent, 60_000);
  await live.start();
  expect(live.current()).toBe(DEFAULTS);
  const seen: number[] = [];
  for (let time = 0; time < 3; time++) {
    await live.refresh();
    seen.push(live.current().lines.probeMs);
  }
  expect(seen).toEqual([5, 5, 6]);
  await live.stop();
});

test('a refresh reads what stands when it is asked, even with a reading under way', async () => {
  let stored = probing(1);
  let release = (): void => undefined;
  const gate = new Promise<void>((resolve) => (release = resolve));
  const live = new LiveSettings(
    {
      read: async () => {
        const settings = stored;
        await gate;
        return { settings, version: 1 };
      },
    },
    DEFAULTS,
    silent,
  );
  const early = live.refresh();
  await Promise.resolve();
  stored = probing(2);
  const late = live.refresh();
  release();
  await Promise.all([early, late]);
  expect(live.current().lines.probeMs).toBe(2);
  await live.stop();
});

test('nothing is read any more once it has stopped', async () => {
  const store = aStore(DEFAULTS);
  const live = new LiveSettings(store, DEFAULTS, silent, 1);
  await live.start();
  await live.stop();
  const reads = store.reads();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(store.reads()).toBe(reads);
});
