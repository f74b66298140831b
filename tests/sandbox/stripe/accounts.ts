import type { TruthLog } from '../truth-log.ts'
import { Account } from './account.ts'
import type { Write } from './writes.ts'

/** All accounts of one process. The account is the key: `sk_test_ANYTHING` is account `ANYTHING`, made on first use. */
export class Accounts {
  private readonly byName = new Map<string, Account>()
  private readonly truth: TruthLog
  private readonly onNew: (account: Account) => void

  constructor(truth: TruthLog, onNew: (account: Account) => void) {
    this.truth = truth
    this.onNew = onNew
    truth.replay((row) => {
      if (isRow(row)) this.named(row.a).replay(row.w)
    })
  }

  /** Undefined for keys that no test account has. */
  ofKey(key: string | undefined): Account | undefined {
    const name = key?.match(/^sk_test_(\w{1,200})$/)?.[1]
    return name === undefined ? undefined : this.named(name)
  }

  all(): IterableIterator<Account> {
    return this.byName.values()
  }

  private named(name: string): Account {
    const known = this.byName.get(name)
    if (known) return known
    const account = new Account(name, this.truth)
    this.byName.set(name, account)
    this.onNew(account)
    return account
  }
}

type Row = { a: string; w: Write[] }

const isRow = (row: unknown): row is Row =>
  typeof row === 'object' && row !== null && 'a' in row && 'w' in row
