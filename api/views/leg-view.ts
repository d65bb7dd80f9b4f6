import type { Leg } from '../../domain/legs';

/** A leg as callers see it. */
export function legView(leg: Leg): Record<string, unknown> {
  return { status: leg.status, declineCode: leg.code, externalId: leg.externalId };
}
