/** The log of a payment or a refund: what a fact makes of its state, and where that is written. */
export interface FactLog<State, Fact> {
  apply(state: State, fact: Fact): State;
  /** Whether `apply` threw because the state table does not allow the fact. */
  isIllegal(error: unknown): boolean;
  /** Writes the one fact that the log was made for, and what it made of the state. `stale` where that has moved on meanwhile. */
  record(to: State): Promise<'recorded' | 'stale'>;
  current(): Promise<State>;
}

/**
 * Writes a fact. Where things have moved on meanwhile (an attempt given up here finished after all) the fact is applied to what
 * is there now; `dropped` where it no longer fits: what the store has is what happened first.
 * Throws where the table does not allow the fact in the state that the caller knows: that is a bug.
 */
export async function writeFact<State, Fact>(
  log: FactLog<State, Fact>,
  from: State,
  fact: Fact,
): Promise<{ state: State; dropped: boolean }> {
  let state = from;
  for (let first = true; ; first = false) {
    const to = applied(log, state, fact, first);
    if (to === undefined) return { state, dropped: true };
    if ((await log.record(to)) === 'recorded') return { state: to, dropped: false };
    state = await log.current();
  }
}

function applied<State, Fact>(
  log: FactLog<State, Fact>,
  state: State,
  fact: Fact,
  first: boolean,
): State | undefined {
  try {
    return log.apply(state, fact);
  } catch (error) {
    if (!first && log.isIllegal(error)) return undefined;
    throw error;
  }
}
