/** Who made a change: every row of the audit log has one. */
export interface Actor {
  kind: 'channel' | 'user' | 'payer' | 'system';
  /** The channel's or user's id; for `system`, the part that acted: `workflow`, `acquirer`, `sweeper`. */
  id: string;
}

export const WORKFLOW_ACTOR: Actor = { kind: 'system', id: 'workflow' };
