/**
 * The database could not be reached, or gave up on the statement for reasons that pass by themselves
 * (restart, lost connection, deadlock). Whether the statement took effect is not known: repeat it, every
 * store call can be repeated.
 */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
}
