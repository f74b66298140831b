import { randomBytes } from 'node:crypto'
import type { Account, Delivery } from './account.ts'
import type { EventName } from './event.ts'
import type { MailBody } from './mail-body.ts'
import { isThing } from './shapes.ts'

/** The append-only record of what really happened outside; the state of this side is rebuilt from it at start. */
export type Truth = { append(row: object): void; replay(fn: (row: unknown) => void): void }

export type MailStore = ReturnType<typeof openMailStore>

type MailRow =
  | { kind: 'mail'; what: 'accepted'; key: string; messageId: string; at: number; body: MailBody }
  | { kind: 'mail'; what: 'event'; key: string; id: string; event: EventName; at: number }
  | { kind: 'mail'; what: 'settings'; key: string; eventsUrl?: string; eventsPrivateKey?: string }

export function openMailStore(truth: Truth, now: () => number) {
  const accounts = new Map<string, Account>()

  const account = (key: string): Account => {
    const known = accounts.get(key)
    if (known) return known
    const fresh: Account = { key, deliveries: [], byId: new Map() }
    accounts.set(key, fresh)
    return fresh
  }

  const write = (row: MailRow) => {
    truth.append(row)
    apply(account(row.key), row)
  }

  truth.replay((row) => {
    if (isMailRow(row)) apply(account(row.key), row)
  })

  return {
    account,
    /** Takes the mails; answers the id that SendGrid gives in `X-Message-Id`. */
    accept(key: string, body: MailBody) {
      const messageId = randomBytes(16).toString('base64url')
      write({ kind: 'mail', what: 'accepted', key, messageId, at: now(), body })
      return messageId
    },
    recordEvent: (key: string, id: string, event: EventName) =>
      write({ kind: 'mail', what: 'event', key, id, event, at: now() }),
    settle: (key: string, settings: { eventsUrl?: string; eventsPrivateKey?: string }) =>
      write({ kind: 'mail', what: 'settings', key, ...settings }),
  }
}

function apply(account: Account, row: MailRow) {
  switch (row.what) {
    case 'accepted':
      for (const position of row.body.personalizations.keys()) take(account, row, position)
      return
    case 'event':
      account.byId.get(row.id)?.events.push({ event: row.event, at: row.at })
      return
    case 'settings':
      account.eventsUrl = row.eventsUrl ?? account.eventsUrl
      account.eventsPrivateKey = row.eventsPrivateKey ?? account.eventsPrivateKey
  }
}

function take(account: Account, row: Extract<MailRow, { what: 'accepted' }>, position: number) {
  const { messageId, at, body } = row
  const delivery: Delivery = { id: `${messageId}-${position}`, messageId, position, at, body, events: [] }
  account.deliveries.push(delivery)
  account.byId.set(delivery.id, delivery)
}

/** The log is shared with the Stripe side; only this side writes rows of kind `mail`. */
const isMailRow = (row: unknown): row is MailRow => isThing(row) && row.kind === 'mail'
