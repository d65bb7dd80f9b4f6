/** For POSTs other than creating a payment. */
export interface IdempotencyStore {
  /**
   * Takes a key for a request. `attempt` counts those who took it: one before came to nothing, or died with its process; its
   * work may have taken effect all the same.
   */
  begin(
    channel: string,
    key: string,
    requestHash: string,
  ): Promise<
    | { kind: 'new'; attempt: number }
    | { kind: 'replayed'; status: number; body: unknown }
    | { kind: 'running' }
    | { kind: 'mismatch' }
  >;
  /** Keeps the answer of the attempt that has the key; what comes from one before it is let pass. */
  finish(channel: string, key: string, attempt: number, status: number, body: unknown): Promise<void>;
  /** Lets a key go whose request came to nothing, so that the same request can be sent again; only by the attempt that has it. */
  abandon(channel: string, key: string, attempt: number): Promise<void>;
  /** Deletes keys that were taken so long ago, up to a limit; payments keep theirs. Answers with how many there were. */
  forget(limit: number, afterMs: number): Promise<number>;
}
