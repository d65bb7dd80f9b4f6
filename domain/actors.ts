/** Who made a change: every row of the audit log has one. */
export interface Actor {
  kind: 'channel' | 'user' | 'payer' | 'system';
  /** The channel's or user's id; for `system`, the part that acted: `workflow`, `acquirer`, `sweeper`. */
  id: string;
}

/** Who sends what waited for an acquirer's line. */
export const LINE_ACTOR: Actor = { kind: 'system', id: 'line' };

export const WORKFLOW_ACTOR: Actor = { kind: 'system', id: 'workflow' };
