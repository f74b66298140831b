import { z } from 'zod'

const short = (most: number) =>
  z
    .string()
    .optional()
    .transform((text = '') => text.replaceAll('\0', '').slice(0, most))

/** What a mail server says often quotes the address: who was erased would stand there for ever. */
const withoutAddresses = (text: string): string => text.replaceAll(/\S+@\S+/g, '…')

/**
 * One event of SendGrid's webhook, as far as it is kept. What names the reader's browser or network is not read.
 * `type` is there for a bounce: `bounce` for good, `blocked` for now.
 */
const SendgridEvent = z
  .object({
    sg_event_id: z
      .string()
      .min(1)
      .max(200)
      .regex(/^[\w+/=.-]+$/),
    event: z.string().regex(/^[a-z_]{1,40}$/),
    email: z.string().min(3).max(254),
    timestamp: z.number().int().positive().max(253_402_300_799),
    mail_id: z.unknown().optional(),
    type: short(40),
    status: short(40),
    reason: short(500),
  })
  .transform(({ sg_event_id, event, email, timestamp, mail_id, type, status, reason }) => ({
    ...{ id: sg_event_id, event, email: email.replaceAll('\0', ''), status },
    reason: withoutAddresses(reason),
    mailId: z.uuid().safeParse(mail_id).data ?? null,
    bounceKind: event === 'bounce' ? type : '',
    occurredAt: new Date(timestamp * 1_000).toISOString(),
  }))

export type MailEvent = z.infer<typeof SendgridEvent>

/**
 * The events of one signed body, or null where the body is no list of events. One that has not the shape that SendGrid
 * documents is left out: refusing it would have the whole list told again for a day.
 */
export function readSendgridEvents(body: Buffer): MailEvent[] | null {
  let list: unknown
  try {
    list = JSON.parse(body.toString('utf8'))
  } catch {
    return null
  }
  if (!Array.isArray(list)) return null
  return list.flatMap((one) => {
    const read = SendgridEvent.safeParse(one)
    return read.success ? [read.data] : []
  })
}

const kinds: Record<string, string> = {
  delivered: 'delivered',
  deferred: 'deferred',
  bounce: 'bounced',
  dropped: 'dropped',
  spamreport: 'complained',
  unsubscribe: 'unsubscribed',
  group_unsubscribe: 'unsubscribed',
}

/** What it says about the mail; null for what we do not follow, such as that it was opened. */
export const mailEventKind = (event: string): string | null => kinds[event] ?? null

type Suppression = {
  cause: 'hard_bounce' | 'dropped' | 'spam_report' | 'unsubscribed'
  reach: 'everything' | 'topics'
}

/** What an address that was dropped is on: SendGrid's own list of those who cannot or do not want to be reached. */
const droppedForTheAddress = /bounced address|invalid|spam report|unsubscribed address/i

/**
 * Who may not be written to after it. A mailbox that is full, or a server that is away, is no reason: only what holds for
 * good. A drop for a reason of our account, such as its monthly limit, says nothing about the address.
 */
export function suppressionOf({ event, bounceKind, reason }: MailEvent): Suppression | null {
  if (event === 'bounce')
    return bounceKind === 'blocked' ? null : { cause: 'hard_bounce', reach: 'everything' }
  if (event === 'spamreport') return { cause: 'spam_report', reach: 'everything' }
  if (event === 'unsubscribe' || event === 'group_unsubscribe')
    return { cause: 'unsubscribed', reach: 'topics' }
  if (event === 'dropped' && droppedForTheAddress.test(reason))
    return /unsubscribed/i.test(reason)
      ? { cause: 'unsubscribed', reach: 'topics' }
      : { cause: 'dropped', reach: 'everything' }
  return null
}
