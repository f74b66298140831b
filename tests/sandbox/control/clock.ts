import type { Account } from '../stripe/account.ts'
import { runDue } from '../stripe/run-due.ts'
import { invalid } from '../stripe/stripe-error.ts'
import type { Fields } from './fields.ts'

/** The clock is real time plus an offset; `now` in seconds. */
export const showClock = (account: Account) => ({
  now: account.seconds(),
  offsetSeconds: Math.round(account.settings.clockOffsetMs / 1000),
})

/** Forward runs all due work, each as of its own time. Back is possible only while nothing was made yet. */
export function setClock(account: Account, fields: Fields): object {
  const at = fields.int('at')
  const advance = fields.num('advanceSeconds')
  const reset = fields.bool('reset')
  const offset = reset
    ? 0
    : at !== undefined
      ? at * 1000 - Date.now()
      : account.settings.clockOffsetMs + (advance ?? 0) * 1000
  const wanted = Math.floor((Date.now() + offset) / 1000)
  if (wanted < newest(account))
    throw invalid('The clock cannot go back before something that has already happened.', 'at')
  account.unit(() => account.configure({ clockOffsetMs: offset }))
  runDue(account)
  return showClock(account)
}

function newest(account: Account): number {
  let latest = 0
  for (const [kind, table] of Object.entries(account.tables)) {
    if (kind === 'endpoint') continue
    for (const row of table.newest()) {
      if ('created' in row && typeof row.created === 'number') latest = Math.max(latest, row.created)
      break
    }
  }
  return latest
}
