import type { Acquirer } from './acquirer';
import { FakeAcquirer, type FakeAcquirerConfig } from './fake-acquirer';
import { HttpAcquirer, type HttpAcquirerConfig } from './http-acquirer';
import type { StripeAcquirerConfig } from './stripe-acquirer';

export type AcquirerConfig =
  | ({ kind: 'http' } & HttpAcquirerConfig)
  | ({ kind: 'stripe' } & StripeAcquirerConfig)
  | ({ kind: 'fake' } & FakeAcquirerConfig);

/** The one place that knows which acquirers there are, the fake among them. */
export function createAcquirer(config: AcquirerConfig): Acquirer {
  switch (config.kind) {
    case 'http':
      return new HttpAcquirer(config);
    case 'stripe':
      return createStripe(config);
    case 'fake':
      return new FakeAcquirer(config);
  }
}

/** Stripe's SDK is big: it is loaded only where it is wanted. */
function createStripe(config: StripeAcquirerConfig): Acquirer {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { StripeAcquirer } = require('./stripe-acquirer') as typeof import('./stripe-acquirer');
  return new StripeAcquirer(config);
}
