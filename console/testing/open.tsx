import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { serve } from '../fake/serve';
import { makeWorld } from '../fake/world';
import type { World } from '../fake/world';
import { App } from '../src/App';
import { setLanguage } from '../src/i18n';

export interface Opened {
  world: World;
  user: ReturnType<typeof userEvent.setup>;
  /** What was sent, in order: `POST /v1/payments`. */
  sent: { name: string; key: string | null; idle: string | null }[];
  /** The next so many requests with this name get no answer, though they arrive. */
  lose(name: string, times?: number): void;
  /** Of one name. */
  sentTo(name: string): Opened['sent'];
}

interface Options {
  /** Username of whoever is signed in. */
  as?: string;
  prepare?: (world: World) => void;
}

/** The whole console at a path below /console, over the fake of the contract. */
export function open(path: string, { as, prepare }: Options = {}): Opened {
  cleanup();
  setLanguage('en');
  const world = makeWorld();
  world.signedIn = world.people.find(({ username }) => username === as);
  prepare?.(world);
  const sent: Opened['sent'] = [];
  const lost = new Map<string, number>();
  globalThis.fetch = async (input) => {
    const request = input as Request;
    const name = `${request.method} ${new URL(request.url).pathname}`;
    const { headers } = request;
    sent.push({ name, key: headers.get('idempotency-key'), idle: headers.get('x-user-idle') });
    const reply = await serve(world, request);
    const left = lost.get(name) ?? 0;
    if (left === 0) return reply;
    lost.set(name, left - 1);
    throw new TypeError('fetch failed');
  };
  window.history.pushState(null, '', `/console${path}`);
  render(<App />);
  return {
    world,
    user: userEvent.setup(),
    sent,
    lose: (name, times = 1) => void lost.set(name, times),
    sentTo: (name) => sent.filter((one) => one.name === name),
  };
}

export const button = (name: string | RegExp) => screen.findByRole('button', { name });
export const heading = (name: string | RegExp) => screen.findByRole('heading', { name });

/** Puts a text into a field as one paste: typing renders the page once for each character. */
export async function fill(
  { click, paste }: Opened['user'],
  field: HTMLElement,
  text: string,
): Promise<void> {
  await click(field);
  await paste(text);
}
