import { Stack } from '../harness/stack';
import type { StackOptions } from '../harness/stack';
import { scanStack } from './card-scan';
import { Channel } from './channel';
import { Outside } from './outside';

/** A whole stack with somebody who pays and somebody who looks at the outside world. */
export interface World {
  stack: Stack;
  channel: Channel;
  outside: Outside;
  /** Ids of registered cards: one that pays and one that is refused. */
  cards: { good: string; refused: string };
}

export const CUSTOMER = 'customer-1';

/** Long enough for a machine that also builds, and that has other tests to run. */
const START_LIMIT_MS = 180_000;

export interface WorldOptions extends StackOptions {
  /** Whether the last tests look for card numbers themselves; otherwise it is done before the stack is stopped. */
  scanned?: boolean;
}

/**
 * Starts a stack for the tests of a file or `describe` block and stops it afterwards, when no card number may be anywhere in
 * what it leaves. The world is there from `beforeAll` on, so tests ask for it: `const { channel } = world()`.
 */
export function useWorld({ scanned = false, ...options }: WorldOptions = {}): () => World {
  let world: World | undefined;
  beforeAll(async () => {
    world = await startWorld(options);
  }, START_LIMIT_MS);
  afterAll(() => world && endWorld(world, scanned), START_LIMIT_MS);
  return () => world!;
}

async function endWorld({ stack }: World, scanned: boolean): Promise<void> {
  try {
    if (!scanned) expect(await scanStack(stack)).toEqual([]);
  } finally {
    await stack.stop();
  }
}

export async function startWorld(options: StackOptions): Promise<World> {
  const stack = await Stack.start(options);
  const channel = new Channel(stack.urls.api, stack.apiKey);
  const outside = new Outside(stack.urls.sandbox);
  const register = async (number?: string): Promise<string> =>
    channel.registerCard(CUSTOMER, await outside.tokenFor(number));
  try {
    const cards = { good: await register(), refused: await register('4000000000009995') };
    return { stack, channel, outside, cards };
  } catch (error) {
    await stack.stop();
    throw error;
  }
}
