import type { Session } from 'smpp';
import { type Receipt, sendReceipt } from './receipts';

/** A session that can carry receipts, and those on it that its client has not taken yet. */
interface Line {
  name: string;
  untaken: Set<Receipt>;
}

/**
 * The receipts on their way to clients, by the name that each client binds under. One is done with once a client has
 * answered it; lost with its session, it goes to another session of that name, or waits for the next one.
 */
export class Outbox {
  private readonly lines = new Map<Session, Line>();
  private readonly waiting = new Map<string, Receipt[]>();
  private readonly timers = new Set<NodeJS.Timeout>();

  open(session: Session, name: string): void {
    this.lines.set(session, { name, untaken: new Set() });
    const waiting = this.waiting.get(name) ?? [];
    this.waiting.delete(name);
    for (const receipt of waiting) this.deliver(name, receipt);
  }

  close(session: Session): void {
    const line = this.lines.get(session);
    this.lines.delete(session);
    for (const receipt of line?.untaken ?? []) this.deliver(line?.name ?? '', receipt);
  }

  /** Sends it so many times, after a while. */
  schedule(name: string, receipt: Receipt, inMs: number, copies: number): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      for (let copy = 0; copy < copies; copy += 1) this.deliver(name, { ...receipt });
    }, inMs);
    this.timers.add(timer);
  }

  clear(): void {
    for (const timer of this.timers) clearTimeout(timer);
    this.timers.clear();
    this.waiting.clear();
  }

  private deliver(name: string, receipt: Receipt): void {
    for (const [session, line] of this.lines) {
      if (line.name !== name) continue;
      if (!sendReceipt(session, receipt, () => line.untaken.delete(receipt))) continue;
      line.untaken.add(receipt);
      return;
    }
    this.waiting.set(name, [...(this.waiting.get(name) ?? []), receipt]);
  }
}
