import type { Delivery } from './account.ts'
import type { Address } from './mail-body.ts'

/** A mail as its reader got it: the request's common part with this personalization's own subject, headers and words. */
export type Mail = {
  id: string
  messageId: string
  at: string
  from: Address
  replyTo: Address[]
  to: Address[]
  cc: Address[]
  bcc: Address[]
  subject: string
  text: string
  html: string
  headers: Record<string, string>
  customArgs: Record<string, string>
  categories: string[]
  events: { event: string; at: string }[]
}

export function readMail({ body, position, ...delivery }: Delivery): Mail {
  const own = body.personalizations[position]
  const fill = filler(own?.substitutions ?? {})
  const content = (type: string) => fill(body.content.find((block) => block.type === type)?.value ?? '')
  return {
    id: delivery.id,
    messageId: delivery.messageId,
    at: new Date(delivery.at).toISOString(),
    from: own?.from ?? body.from,
    replyTo: body.reply_to ? [body.reply_to] : (body.reply_to_list ?? []),
    to: own?.to ?? [],
    cc: own?.cc ?? [],
    bcc: own?.bcc ?? [],
    subject: fill(own?.subject ?? body.subject ?? ''),
    text: content('text/plain'),
    html: content('text/html'),
    headers: mapValues({ ...body.headers, ...own?.headers }, fill),
    customArgs: { ...body.custom_args, ...own?.custom_args },
    categories: body.categories ?? [],
    events: delivery.events.map(({ event, at }) => ({ event, at: new Date(at).toISOString() })),
  }
}

export const isTo = ({ body, position }: Delivery, email: string) =>
  (body.personalizations[position]?.to ?? []).some((one) => one.email.toLowerCase() === email.toLowerCase())

/** Legacy substitutions replace each tag as plain text, once: what was put in is not searched again. */
function filler(substitutions: Record<string, string>) {
  const tags = Object.keys(substitutions)
    .filter(Boolean)
    .sort((a, b) => b.length - a.length)
  if (tags.length === 0) return (text: string) => text
  const escaped = tags.map((tag) => tag.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  const anyTag = new RegExp(escaped.join('|'), 'g')
  return (text: string) => text.replace(anyTag, (tag) => substitutions[tag] ?? '')
}

const mapValues = (map: Record<string, string>, change: (value: string) => string) =>
  Object.fromEntries(Object.entries(map).map(([name, value]) => [name, change(value)]))
