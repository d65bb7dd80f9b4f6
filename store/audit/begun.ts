/**
 * Gives the transaction an id before anything that reads from it. The sealer counts on it that whoever draws an entry's id
 * has a transaction id by then: an entry of one that had none yet might never be sealed. So each insert into the log reads
 * from a part of its statement that writes, or else from this: `from begun where xact is not null`.
 */
export const BEGUN = 'begun as materialized (select pg_current_xact_id() as xact)';
