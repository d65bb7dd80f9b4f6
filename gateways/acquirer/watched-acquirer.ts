import type { Outcome } from '../../domain/outcomes';
import type { Acquirer } from './acquirer';

/** Hears of each call whether it brought an outcome. */
export interface LineWatcher {
  answered(acquirer: string): void;
  failed(acquirer: string): void;
}

/**
 * The same acquirer, with somebody who hears whether its line works: an outcome that stays unknown is a call that failed.
 * Where the vault was to send it and gave no word, that says nothing of the line.
 */
export function watchedAcquirer(acquirer: Acquirer, watcher: LineWatcher): Acquirer {
  const heard = async <T>(call: Promise<Outcome<T>>): Promise<Outcome<T>> => {
    const outcome = await call;
    if (outcome.kind !== 'unknown') watcher.answered(acquirer.name);
    else if (outcome.reason !== 'vault_silent') watcher.failed(acquirer.name);
    return outcome;
  };
  /** What an inquiry finds has come through after all. Its "unknown" may be an honest answer: it is not decided yet. */
  const found = async <T extends { kind: string }>(inquiry: Promise<T>): Promise<T> => {
    const answer = await inquiry;
    if (answer.kind === 'succeeded' || answer.kind === 'declined') watcher.answered(acquirer.name);
    return answer;
  };
  return {
    name: acquirer.name,
    get absentAfterMs() {
      return acquirer.absentAfterMs;
    },
    probe: (options) => acquirer.probe(options),
    authorise: (request, options) => heard(acquirer.authorise(request, options)),
    capture: (request, options) => heard(acquirer.capture(request, options)),
    release: (request, options) => heard(acquirer.release(request, options)),
    refund: (request, options) => heard(acquirer.refund(request, options)),
    openPage: (request, options) => heard(acquirer.openPage(request, options)),
    registerCard: (token, customerId, options) => heard(acquirer.registerCard(token, customerId, options)),
    inquireAuthorisation: (reference, options) => found(acquirer.inquireAuthorisation(reference, options)),
    inquire: (operation, request, options) => found(acquirer.inquire(operation, request, options)),
    inquirePage: (reference, options) => found(acquirer.inquirePage(reference, options)),
    expirePage: (reference, options) => found(acquirer.expirePage(reference, options)),
    readCallback: (headers, rawBody) => acquirer.readCallback(headers, rawBody),
    close: () => acquirer.close(),
  };
}
