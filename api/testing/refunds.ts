import type { TestApi } from './api';
import { cardPayment } from './api';

/** The id of a payment of the channel `demo` that succeeded: there is something to give back. */
export async function succeededPayment(api: TestApi): Promise<string> {
  const { json } = await api.send('POST', '/v1/payments', { body: await cardPayment(api) });
  return String(json.id);
}
