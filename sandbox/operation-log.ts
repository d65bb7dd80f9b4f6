/** One committed operation, whatever it came to, as `GET /control/operations` lists it. */
export interface LoggedOperation {
  target: 'acquirer' | 'biller';
  id: string;
  reference: string;
  kind: string;
  status: string;
  amount: { value: number; currency: string };
  createdAt: string;
  /** Reference of the authorisation or registration that it is about, where it is about one. */
  subject?: string;
  /** Of the biller's operations, where the account is known. */
  accountId?: string;
}

/** Everything committed at the acquirer and the biller, in order, repetitions included: what really happened. */
export class OperationLog {
  private operations: LoggedOperation[] = [];

  add(operation: LoggedOperation): void {
    this.operations.push(operation);
  }

  find(target?: string, reference = ''): LoggedOperation[] {
    return this.operations.filter(
      (operation) =>
        (target === undefined || operation.target === target) &&
        (operation.reference.includes(reference) || (operation.subject ?? '').includes(reference)),
    );
  }

  clear(): void {
    this.operations = [];
  }
}
