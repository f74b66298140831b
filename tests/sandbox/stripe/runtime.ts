import type { TruthLog } from '../truth-log.ts'
import type { Account } from './account.ts'
import { Accounts } from './accounts.ts'
import { runDue, untilDue } from './run-due.ts'
import { Deliverer } from './webhooks.ts'

const longestTimer = 2_147_483_647

/** All accounts alive: their due work happens in time and their events are sent. */
export class Runtime {
  readonly accounts: Accounts
  private readonly deliverers = new Map<Account, Deliverer>()
  private readonly timers = new Map<Account, NodeJS.Timeout>()
  private started = false

  constructor(truth: TruthLog) {
    this.accounts = new Accounts(truth, (account) => this.adopt(account))
    this.started = true
    for (const account of this.accounts.all()) {
      this.deliverer(account).resume()
      this.plan(account)
    }
  }

  deliverer(account: Account): Deliverer {
    const deliverer = this.deliverers.get(account) ?? new Deliverer(account)
    this.deliverers.set(account, deliverer)
    return deliverer
  }

  close() {
    for (const deliverer of this.deliverers.values()) deliverer.close()
    for (const timer of this.timers.values()) clearTimeout(timer)
  }

  private adopt(account: Account) {
    account.afterUnit = () => {
      if (!this.started) return
      this.deliverer(account).kick()
      this.plan(account)
    }
  }

  private plan(account: Account) {
    clearTimeout(this.timers.get(account))
    const wait = untilDue(account)
    if (wait === null) return
    const timer = setTimeout(
      () => {
        runDue(account)
        // A timer can ring a moment before the clock says so: what is not due yet is planned anew.
        this.plan(account)
      },
      Math.min(wait, longestTimer),
    )
    this.timers.set(account, timer)
  }
}
