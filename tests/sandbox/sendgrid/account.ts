import type { EventName } from './event.ts'
import type { MailBody } from './mail-body.ts'

/** One API key is one account: what it sent, and what the control page asked of it. */
export type Account = {
  key: string
  deliveries: Delivery[]
  byId: Map<string, Delivery>
  eventsUrl?: string
  eventsPrivateKey?: string
  fail?: { status: number; times: number; mode: FailMode }
  rateLimit?: { limit: number; seconds: number; from: number; used: number }
}

/** `before`: nothing is taken. `after`: the mails are taken, yet the answer is the failure. */
export type FailMode = 'before' | 'after' | 'hang' | 'reset'

/** One personalization of one accepted request: what one reader (or one group on the same mail) received. */
export type Delivery = {
  id: string
  messageId: string
  position: number
  /** Milliseconds since 1970 on the sandbox's clock. */
  at: number
  body: MailBody
  events: { event: EventName; at: number }[]
}
