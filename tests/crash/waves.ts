import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../support/eventually';
import type { World } from '../support/world';
import { Holds } from './holds';
import type { Shop } from './shop';
import { STEPS, bringTo } from './steps';
import type { Step } from './steps';

export type Victim = 'postgres' | 'temporal' | 'worker' | 'api';

/** In the order of starting. */
const ORDER: readonly Victim[] = ['postgres', 'temporal', 'worker', 'api'];

/**
 * How long the other side keeps a call waiting before it commits, in milliseconds: enough to have all steps held together,
 * inquiries included, which come two seconds after their loss; and less than callers wait (see the test's settings).
 */
const HELD_MS = 4_500;

/**
 * Kills when a payment is in the middle of each step; those steps that were missed, as happens on a busy machine, are gone for
 * again with nothing else, `atMost` so often in all. Resolves with those that were never met.
 */
export async function killAtEachStep(
  world: World,
  shop: Shop,
  victims: readonly Victim[],
  atMost: number,
): Promise<Step[]> {
  const missed = new Set<Step>(STEPS);
  for (let waves = 0; missed.size > 0 && waves < atMost; waves += 1) {
    for (const step of await killAt(missed, world, shop, victims)) missed.delete(step);
  }
  return [...missed];
}

/**
 * Has a payment held at all of these steps at once, each in the middle of its call, and kills. What is held commits outside
 * when nobody listens any more. Resolves with the steps that were in their middle then, once all is up again.
 */
async function killAt(
  steps: ReadonlySet<Step>,
  world: World,
  shop: Shop,
  victims: readonly Victim[],
): Promise<ReadonlySet<Step>> {
  const holds = new Holds<Step>(world.outside, HELD_MS);
  await bringTo(steps, { world, shop, holds });
  // Long enough for one that is gone for again; what is held ends it before.
  await holds.haveBegun(15_000);
  const met = holds.inTheirMiddle();
  await crash(world, victims);
  await world.outside.noFaults();
  return met;
}

/** Ends processes as a power cut would, leaves them dead for a moment, and starts them again. */
export async function crash({ stack }: World, victims: readonly Victim[]): Promise<void> {
  await Promise.all(victims.map((victim) => stack.kill(victim)));
  await sleep(500);
  for (const victim of ORDER) {
    // Postgres may need a moment until the last of its orphans has gone.
    if (victims.includes(victim)) await eventually(() => stack.start(victim));
  }
}
