import { newId } from './ids';

export const TARGETS = ['acquirer', 'biller', 'smsc', 'twilio', 'mail'] as const;
export type Target = (typeof TARGETS)[number];

export const FAULT_KINDS = [
  'delay',
  'error',
  'dropBefore',
  'dropAfter',
  'outage',
  'duplicateCallback',
  'lateCallback',
  'noCallback',
  'reject',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

const CALLBACK_KINDS: readonly FaultKind[] = ['duplicateCallback', 'lateCallback', 'noCallback'];

/** What to do to which calls. `times` counts down with each call that it hits; null means until removed. */
export interface FaultRequest {
  target: Target;
  /** Name of an operation of that target, or `*` for all of them. */
  operation: string;
  kind: FaultKind;
  /** Milliseconds, for `delay` and `lateCallback`. */
  ms?: number;
  /** HTTP status (or SMPP command status, or SMTP reply code) of `error`. */
  status?: number;
  /** Error code of `error`; decline or refusal code of `reject`. */
  code?: string;
  times: number | null;
  /** Substrings of the call's references and of its accounts, phones or addresses. */
  match?: { reference?: string; value?: string };
}

export interface Fault extends FaultRequest {
  id: string;
  /** How many calls it has hit so far. */
  hits: number;
}

/** A call as the table of faults sees it. */
export interface Call {
  target: Target;
  operation: string;
  references?: readonly string[];
  values?: readonly string[];
  /** Whether the call commits something that can be declined or refused. */
  commits?: boolean;
}

/** What must happen to one call: first the delay, then the end before the commit (if any), then the commit. */
export interface Plan {
  delayMs: number;
  end?: { kind: 'drop' } | { kind: 'error'; status?: number; code?: string };
  /** Commit a decline or refusal; the code is the fault's own, or the target's default. */
  reject?: { code?: string };
  dropAfter: boolean;
}

/** When a callback is sent: its delay, and how often (none, once, twice). */
export interface CallbackPlan {
  delayMs: number;
  copies: 0 | 1 | 2;
}

/** The table of active faults. Every simulated party asks it before it acts; nothing else in here misbehaves. */
export class Faults {
  private active: Fault[] = [];
  private readonly outageListeners: (() => void)[] = [];

  add(request: FaultRequest): Fault {
    const operation = CALLBACK_KINDS.includes(request.kind) ? 'callback' : request.operation;
    const fault: Fault = { ...request, operation, id: newId('flt'), hits: 0 };
    this.active.push(fault);
    if (fault.kind === 'outage') for (const listener of this.outageListeners) listener();
    return fault;
  }

  list(): readonly Fault[] {
    return this.active;
  }

  remove(id: string): boolean {
    const before = this.active.length;
    this.active = this.active.filter((fault) => fault.id !== id);
    return this.active.length < before;
  }

  clear(): void {
    this.active = [];
  }

  /** Tells parties with standing connections that an outage has begun somewhere. */
  onOutage(listener: () => void): void {
    this.outageListeners.push(listener);
  }

  /** Whether the target is out, without counting a hit. */
  isOut(target: Target): boolean {
    return this.active.some((fault) => fault.kind === 'outage' && fault.target === target);
  }

  /** Whether this connection is refused by an outage; counts a hit. */
  refuses(target: Target): boolean {
    return this.hit({ target, operation: '*' }, 'outage') !== undefined;
  }

  /** Decides what happens to a call; counts a hit only for the faults that take part. */
  plan(call: Call): Plan {
    const plan: Plan = { delayMs: 0, dropAfter: false };
    if (this.active.length === 0) return plan;
    plan.delayMs = this.hit(call, 'delay')?.ms ?? 0;
    const error = this.hit(call, 'error');
    if (error) return { ...plan, end: { kind: 'error', status: error.status, code: error.code } };
    if (this.hit(call, 'dropBefore')) return { ...plan, end: { kind: 'drop' } };
    const reject = call.commits ? this.hit(call, 'reject') : undefined;
    if (reject) plan.reject = { code: reject.code };
    plan.dropAfter = this.hit(call, 'dropAfter') !== undefined;
    return plan;
  }

  planCallback(call: Omit<Call, 'operation'>): CallbackPlan {
    const callback: Call = { ...call, operation: 'callback' };
    if (this.hit(callback, 'noCallback')) return { delayMs: 0, copies: 0 };
    const delayMs = this.hit(callback, 'lateCallback')?.ms ?? 0;
    return { delayMs, copies: this.hit(callback, 'duplicateCallback') ? 2 : 1 };
  }

  private hit(call: Call, kind: FaultKind): Fault | undefined {
    const fault = this.active.find((candidate) => candidate.kind === kind && matches(candidate, call));
    if (fault === undefined) return undefined;
    fault.hits += 1;
    if (fault.times !== null && fault.hits >= fault.times) this.remove(fault.id);
    return fault;
  }
}

function matches(fault: Fault, call: Call): boolean {
  if (fault.target !== call.target) return false;
  if (fault.operation !== '*' && fault.operation !== call.operation) return false;
  return contains(call.references, fault.match?.reference) && contains(call.values, fault.match?.value);
}

function contains(candidates: readonly string[] | undefined, wanted: string | undefined): boolean {
  return wanted === undefined || (candidates ?? []).some((candidate) => candidate.includes(wanted));
}
