import type { JsonHttpConfig } from '../http/json-http';
import { FakeVault } from './fake-vault';
import { HttpVault } from './http-vault';
import type { CardVault } from './vault';

export type VaultConfig = ({ kind: 'http' } & JsonHttpConfig) | { kind: 'fake' };

/** The one place that knows which vaults there are, the fake among them. */
export function createVault(config: VaultConfig): CardVault {
  switch (config.kind) {
    case 'http':
      return new HttpVault(config);
    case 'fake':
      return new FakeVault();
  }
}
