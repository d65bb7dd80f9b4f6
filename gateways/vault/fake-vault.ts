import { type Outcome, succeeded } from '../../domain/outcomes';
import { type ScriptedFault, ScriptedFaults } from '../scripted-faults';
import type { CallOptions, CardVault } from './vault';

/** A vault in memory that remembers what it was told to erase. */
export class FakeVault implements CardVault {
  readonly erased: string[] = [];
  private readonly faults = new ScriptedFaults<'erase'>();

  /** The next `times` calls go wrong so. */
  script(fault: ScriptedFault, times = 1): void {
    this.faults.script('erase', fault, times);
  }

  async erase(token: string, _reference: string, options?: CallOptions): Promise<Outcome<{ token: string }>> {
    return this.faults.around<Outcome<{ token: string }>>('erase', 3000, options?.signal, () => {
      this.erased.push(token);
      return succeeded({ token });
    });
  }

  async close(): Promise<void> {}
}
