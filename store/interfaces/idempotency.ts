/** For POSTs other than creating a payment. */
export interface IdempotencyStore {
  begin(
    channel: string,
    key: string,
    requestHash: string,
  ): Promise<
    | { kind: 'new' }
    | { kind: 'replayed'; status: number; body: unknown }
    | { kind: 'running' }
    | { kind: 'mismatch' }
  >;
  finish(channel: string, key: string, status: number, body: unknown): Promise<void>;
  /** Forgets a key whose request came to nothing, so that it can be sent again. */
  abandon(channel: string, key: string): Promise<void>;
}
