import { randomUUID } from 'node:crypto'
import { enqueue } from '#app/jobs/queue.ts'
import type { Tx } from '#app/platform/db.ts'
import type { MessageName, MessageProps } from '#emails/messages.ts'
import { topicOf } from './mail-topics.ts'

export type QueuedMail<N extends MessageName> = {
  message: N
  /** What makes this mail the same mail: a second one with the key is not written. */
  dedupeKey: string
  to: string
  language: string
  props: MessageProps[N]
  donorId?: string
  staffId?: string
  /** Of what a fund writes by itself: the funds whose incident holds it back until it is lifted. */
  aboutFunds?: string[]
}

/**
 * Writes a mail and the job that sends it inside the caller's transaction: the mail exists exactly if its cause does.
 * Answers its id, or null where a mail with this key was written before.
 */
export async function queueMail<N extends MessageName>(tx: Tx, mail: QueuedMail<N>): Promise<string | null> {
  const id = randomUUID()
  const written = await tx.$executeRaw`
    insert into mail (id, message, dedupe_key, recipient, donor_id, staff_id, language, props, topic)
    values (${id}::uuid, ${mail.message}, ${mail.dedupeKey}, ${mail.to}, ${mail.donorId ?? null}::uuid,
            ${mail.staffId ?? null}::uuid, ${mail.language}, ${JSON.stringify(mail.props)}::jsonb, ${topicOf(mail.message)})
    on conflict on constraint mail_is_written_once do nothing`
  if (written === 0) return null
  const about = [...new Set(mail.aboutFunds ?? [])].map((fundId) => ({ mailId: id, fundId }))
  if (about.length > 0) await tx.mailAboutFund.createMany({ data: about })
  await enqueue(tx, 'mail.send', { mailId: id }, { key: `mail.send:${id}` })
  return id
}
