import type { Line } from '../api/contract';

/** `some_down`: it is not known which line it goes by, and some are down. */
export type Standing = 'up' | 'down' | 'some_down';

/**
 * How the line of an acquirer stands, or what all have in common where it is not known which acquirer it is. A line that
 * is being tried again keeps nobody from asking: the API may let it through, and says so where it does not.
 */
export function standingOf(lines: readonly Line[], acquirer: string | undefined): Standing {
  const these = acquirer ? lines.filter((line) => line.acquirer === acquirer) : lines;
  const down = these.filter(({ status }) => status === 'down').length;
  if (down === 0) return 'up';
  return down === these.length ? 'down' : 'some_down';
}
