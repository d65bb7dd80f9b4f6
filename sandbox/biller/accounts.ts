import type { Money } from '../schemas';

/** A customer's account. `balance` is in minor units of `currency`; below zero the customer owes it. */
export interface Account {
  accountId: string;
  msisdn: string;
  contract: string;
  status: 'active' | 'closed';
  currency: string;
  name?: string;
  balance: number;
}

export type AccountBy = 'msisdn' | 'account' | 'contract';

type NewAccount = Omit<Account, 'contract' | 'status' | 'balance'> & {
  status?: Account['status'];
  balance?: number;
};

const SEEDS: readonly NewAccount[] = [
  { accountId: '1000001', msisdn: '+35799000001', currency: 'EUR', name: 'Anna Petrou', balance: 1250 },
  { accountId: '1000002', msisdn: '+35799000002', currency: 'EUR', name: 'Nikos Georgiou', balance: -3000 },
  { accountId: '1000003', msisdn: '+35799000003', currency: 'EUR', name: 'Maria Ioannou' },
  { accountId: '1000004', msisdn: '+35799000004', currency: 'EUR', name: 'Andreas Kyriakou', balance: 40 },
  { accountId: '1000005', msisdn: '+35799000005', currency: 'EUR', name: 'Eleni Christou', balance: -1999 },
  { accountId: '1000006', msisdn: '+35799000006', currency: 'EUR', name: 'Costas Nikolaou', balance: 8700 },
  { accountId: '1000007', msisdn: '+35799000007', currency: 'EUR', name: 'Sofia Antoniou' },
  { accountId: '1000008', msisdn: '+35799000008', currency: 'EUR', name: 'Giorgos Savva', balance: -12550 },
  { accountId: '1000009', msisdn: '+35799000009', currency: 'EUR', name: 'Katerina Loizou', balance: 500 },
  { accountId: '1000099', msisdn: '+35799000099', currency: 'EUR', name: 'Petros Closed', status: 'closed' },
  { accountId: '2000001', msisdn: '+12025550100', currency: 'USD', name: 'Jane Miller', balance: 2500 },
  { accountId: '3000001', msisdn: '+81312345678', currency: 'JPY', name: 'Sato Yuki', balance: -1200 },
  { accountId: '4000001', msisdn: '+96522200001', currency: 'KWD', name: 'Fahad Al-Sabah', balance: 5250 },
];

/** Numbers that exist as soon as somebody names one, so that load tests need no set-up: +357991 and five digits. */
const ON_THE_FLY = { msisdn: /^\+357(991\d{5})$/, account: /^9(991\d{5})$/, contract: /^C9(991\d{5})$/ };

/** The accounts of the biller, found by phone number, account number or contract number. */
export class Accounts {
  private readonly byId = new Map<string, Account>();
  private readonly idsByMsisdn = new Map<string, string>();

  constructor() {
    this.clear();
  }

  /** Adds an account, or replaces the one with the same number. */
  put(account: NewAccount): Account {
    const complete: Account = {
      status: 'active',
      balance: 0,
      contract: `C${account.accountId}`,
      ...account,
    };
    this.byId.set(complete.accountId, complete);
    this.idsByMsisdn.set(complete.msisdn, complete.accountId);
    return complete;
  }

  find(by: AccountBy, value: string): Account | undefined {
    return this.byId.get(this.idOf(by, value) ?? '') ?? this.onTheFly(by, value);
  }

  list(): Account[] {
    return [...this.byId.values()];
  }

  /** Back to the seeded accounts. */
  clear(): void {
    this.byId.clear();
    this.idsByMsisdn.clear();
    for (const seed of SEEDS) this.put(seed);
  }

  private idOf(by: AccountBy, value: string): string | undefined {
    if (by === 'msisdn') return this.idsByMsisdn.get(value);
    return by === 'account' ? value : value.replace(/^C/, '');
  }

  private onTheFly(by: AccountBy, value: string): Account | undefined {
    const digits = ON_THE_FLY[by].exec(value)?.[1];
    if (digits === undefined) return undefined;
    return this.put({ accountId: `9${digits}`, msisdn: `+357${digits}`, currency: 'EUR' });
  }
}

/** What the customer owes, never below zero. */
export function debtOf({ balance, currency }: Account): Money {
  return { value: Math.max(0, -balance), currency };
}
