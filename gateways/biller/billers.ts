import type { Biller } from './biller';
import { FakeBiller, type FakeBillerConfig } from './fake-biller';
import { HttpBiller, type HttpBillerConfig } from './http-biller';

export type BillerConfig = ({ kind: 'http' } & HttpBillerConfig) | ({ kind: 'fake' } & FakeBillerConfig);

/** The one place that knows which billers there are, the fake among them. */
export function createBiller(config: BillerConfig): Biller {
  switch (config.kind) {
    case 'http':
      return new HttpBiller(config);
    case 'fake':
      return new FakeBiller(config);
  }
}
