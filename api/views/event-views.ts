import type { LoggedFact } from '../../store/interfaces/payments';
import type { LoggedRefundFact } from '../../store/interfaces/refunds';
import { readableBy } from '../people/caller';
import type { Caller } from '../people/caller';
import type { ApiDeps } from '../deps';

/** What happened to a payment or a refund, as its caller may see it: of each fact's own fields only those that are `shown`. */
export async function eventViews(
  { names }: Pick<ApiDeps, 'names'>,
  caller: Caller,
  facts: readonly (LoggedFact | LoggedRefundFact)[],
  shown: readonly string[],
): Promise<Record<string, unknown>[]> {
  const shows = await names.shownTo(
    caller,
    facts.map(({ actor }) => actor),
  );
  const told = readableBy(caller, shown);
  return facts.map(({ version, fact, actor, at }) => {
    const fields = told.filter((name) => fact[name] !== undefined).map((name) => [name, fact[name]]);
    const detail = fields.length > 0 ? Object.fromEntries(fields) : undefined;
    return { version, type: fact.type, at, actor: shows(actor), detail };
  });
}
