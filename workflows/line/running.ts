import { proxyActivities, setCurrentDetails } from '@temporalio/workflow';
import type { Batched, Beyond, LineActivities } from '../../activities/lines';
import type { LineStatus } from '../../domain/lines';
import type { LineInput } from '../messages';

const { publishLine } = proxyActivities<LineActivities>({
  startToCloseTimeout: '1m',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '30s' },
});

/** What a line's workflow knows of it, and takes with it when it begins anew. */
export class RunningLine {
  /** Those who speak to the acquirer had no answer, several times in a row. */
  trouble: boolean;
  /** Which of those that still wait may be next: the others were passed over, and are tried again after a while. */
  beyond: Beyond;
  /** How often the line was left alone since it was last proven to work. */
  private coolDowns: number;
  /** It is to be left alone before it is probed again. */
  private tired: boolean;

  constructor(
    readonly acquirer: string,
    public status: LineStatus,
    memory: LineInput['memory'] = { trouble: false, beyond: {}, coolDowns: 0, tired: false },
  ) {
    this.trouble = memory.trouble;
    this.beyond = memory.beyond;
    this.coolDowns = memory.coolDowns;
    this.tired = memory.tired;
    this.describe();
  }

  asInput(): LineInput {
    const { acquirer, status, trouble, beyond, coolDowns, tired } = this;
    return { acquirer, status, memory: { trouble, beyond, coolDowns, tired } };
  }

  async become(status: LineStatus): Promise<void> {
    await publishLine(this.acquirer, status);
    this.status = status;
    this.describe();
  }

  /** Down, although probes may find it well: it is left alone first, once. */
  async fail(): Promise<void> {
    this.coolDowns += 1;
    this.tired = true;
    await this.become('down');
  }

  /** What was told of the outage is no news of the line that is back. */
  forgetTrouble(): void {
    this.trouble = false;
  }

  /** The acquirer has decided about a charge or a refund. That it opens pages is not enough. */
  proven(): void {
    this.coolDowns = 0;
  }

  /** Nobody had trouble with it for a whole watch, which is a short one only while the vault is silent. */
  held(): void {
    if (!this.beyond.withoutVaulted) this.proven();
    this.passNoneOver();
  }

  /** Which one is due, for the first watch after it failed; undefined where it need not be left alone. */
  takeCoolDown(): number | undefined {
    const due = this.tired ? this.coolDowns : undefined;
    this.tired = false;
    return due;
  }

  /** Those behind it come first. While the vault is silent, nothing is sent that only the vault can send. */
  passOver(item: Batched, why: 'passed_over' | 'vault_silent'): void {
    this.beyond = { ...this.beyond, after: item, ...(why === 'vault_silent' && { withoutVaulted: true }) };
  }

  passNoneOver(): void {
    this.beyond = {};
  }

  private describe(): void {
    setCurrentDetails(`The line to **${this.acquirer}** is **${this.status}**`);
  }
}
