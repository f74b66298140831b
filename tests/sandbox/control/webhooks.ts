import { setTimeout as pause } from 'node:timers/promises'
import type { Account } from '../stripe/account.ts'
import { newId } from '../stripe/ids.ts'
import type { Delivery } from '../stripe/kinds.ts'
import { isSettling, runDue } from '../stripe/run-due.ts'
import type { Asked } from './acts.ts'

const patience = 10_000

/** `hold` keeps events for later, `drop` loses them; `duplicates` is the number of extra copies of each. */
export function setWebhooks({ account, fields }: Asked): object {
  const before = account.settings.webhooks
  const webhooks = {
    mode: fields.oneOf('mode', ['deliver', 'hold', 'drop'] as const) ?? before.mode,
    duplicates: fields.int('duplicates') ?? before.duplicates,
    shuffle: fields.bool('shuffle') ?? before.shuffle,
    delayMs: fields.int('delayMs') ?? before.delayMs,
  }
  account.configure({ webhooks })
  if (webhooks.mode !== 'deliver') {
    const state = webhooks.mode === 'hold' ? 'held' : 'dropped'
    for (const delivery of inState(account, 'pending')) account.put('delivery', { ...delivery, state })
  }
  return webhooks
}

/** Sends what is held, shuffled if the account's settings say so; the mode stays. */
export function releaseWebhooks({ account }: Asked): object {
  const held = inState(account, 'held')
  for (const delivery of held) account.send({ ...delivery, state: 'pending', ...times(account) })
  return { released: held.length }
}

/** Sends events again, dropped ones too: by id, by type (`charge.*`), or all. */
export function replayWebhooks({ account, fields }: Asked): object {
  const ids = fields.strings('ids')
  const type = fields.str('type')
  const all = fields.bool('all') ?? false
  let replayed = 0
  for (const event of [...account.tables.event.oldest()]) {
    const ofType =
      type !== undefined &&
      (type.endsWith('*') ? event.type.startsWith(type.slice(0, -1)) : event.type === type)
    if (!all && !ofType && !ids?.includes(event.id)) continue
    for (const endpoint of account.tables.endpoint.oldest()) {
      account.send({
        id: newId('dlv', 12),
        event: event.id,
        endpoint: endpoint.id,
        state: 'pending',
        attempts: 0,
        ...times(account),
      })
      replayed++
    }
  }
  return { replayed }
}

/** Waits until charges are settled and events are sent, at most ten seconds of real time. */
export async function drainWebhooks({ account, deliverer }: Asked): Promise<object> {
  const deadline = Date.now() + patience
  while (Date.now() < deadline) {
    runDue(account)
    if (!isSettling(account) && deliverer.idle()) break
    await pause(10)
  }
  const count = (state: Delivery['state']) => inState(account, state).length
  return {
    pending: count('pending'),
    delivered: count('delivered'),
    failed: count('failed'),
    held: count('held'),
    dropped: count('dropped'),
  }
}

function times(account: Account): { firstAt: number; nextAt: number } {
  const at = Date.now() + (account.settings.webhooks.shuffle ? Math.random() * 300 : 0)
  return { firstAt: at, nextAt: at }
}

const inState = (account: Account, state: Delivery['state']) =>
  [...account.tables.delivery.oldest()].filter((delivery) => delivery.state === state)
