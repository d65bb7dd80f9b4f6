import type { Leg } from '../../domain/legs';

/** How a leg reads in the Web UI. */
export function outcome(leg: Leg): string {
  return leg.code ? `${leg.status}: \`${leg.code}\`` : leg.status;
}
