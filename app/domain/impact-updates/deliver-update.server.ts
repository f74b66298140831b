import { isStopped } from '#app/domain/incidents/refuse-during-incident.server.ts'
import { queueMail } from '#app/domain/mail/queue-mail.server.ts'
import { type DonorShare, sharesAtClose } from '#app/domain/pool-share/shares-at-close.server.ts'
import { readingIn } from '#app/domain/transparency/read.server.ts'
import { enqueue } from '#app/jobs/queue.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { impactMail, newsMail } from './impact-mail.ts'
import { impactRecipients, type Recipient } from './impact-recipients.server.ts'
import { newsReaders } from './news-readers.server.ts'
import { type UpdateFacts, updateFacts } from './update-facts.server.ts'

const donorsPerBatch = 500

/**
 * Writes the mails of one batch of donors, and after them of readers who asked for news, each with the row that says so, and the job for the next batch: all of it or
 * nothing, so that a killed worker leaves whole batches behind. `after` is the last donor looked at; without it the work
 * begins again and passes over whoever has been written to. Two runs of one update wait for each other. During an
 * incident nothing is written and no job is left: the end of the incident begins again.
 */
export async function deliverUpdate(delivery: {
  updateId: string
  after?: string | undefined
  batch?: number
}): Promise<'more' | 'done' | 'stopped'> {
  const { updateId, batch = donorsPerBatch } = delivery
  return inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended(${`impact_update:${updateId}`}, 0))::text`
    const publication = await tx.impactUpdatePublication.findUnique({ where: { updateId } })
    const facts = publication && (await updateFacts(tx, updateId))
    if (!facts) return 'done'
    if (await isStopped(tx, facts.fundId)) return 'stopped'

    const read = readingIn(tx)
    const after = delivery.after ?? null
    const { pool } = facts
    const recipients = pool ? await impactRecipients(read, { updateId, pool, after, limit: batch }) : []
    const last = recipients.at(-1)
    if (!pool || !last)
      return tellReaders(tx, facts, { after, readers: await newsReaders(read, { updateId, limit: batch }) })

    const shares = await sharesAtClose(
      read,
      pool,
      recipients.map(({ donorId }) => donorId),
    )
    for (const recipient of recipients) {
      const share = shares.get(recipient.donorId)
      if (share && share.units > 0n) await writeTo(tx, facts, recipient, share)
    }
    const next = { updateId, after: last.donorId }
    await enqueue(tx, 'impact.deliver', next, { key: `impact.deliver:${updateId}` })
    return 'more'
  })
}

/** Once every donor with a share was written to: whoever asked for news of us hears the same, without one. */
async function tellReaders(
  tx: Tx,
  facts: UpdateFacts,
  of: { after: string | null; readers: Recipient[] },
): Promise<'more' | 'done'> {
  const { updateId } = facts
  for (const { donorId, email, language: asked } of of.readers) {
    const { language, props } = newsMail(facts, { donorId, language: asked })
    const mailId = await queueMail(tx, {
      ...{ message: 'fund-news', dedupeKey: `news:${updateId}:${donorId}`, to: email, language, props },
      donorId,
    })
    if (!mailId) throw new Error('a mail about an update was written without its delivery')
    await tx.impactDelivery.create({ data: { updateId, donorId, mailId } })
  }
  if (of.readers.length === 0) return 'done'
  const next = of.after ? { updateId, after: of.after } : { updateId }
  await enqueue(tx, 'impact.deliver', next, { key: `impact.deliver:${updateId}` })
  return 'more'
}

/** The delivery's key is the donor and the update: a second mail to them about it cannot be written. */
async function writeTo(tx: Tx, facts: UpdateFacts, recipient: Recipient, share: DonorShare): Promise<void> {
  const { updateId } = facts
  const { donorId, email } = recipient
  const { language, props } = impactMail(facts, { donorId, language: recipient.language, share })
  const mailId = await queueMail(tx, {
    ...{ message: 'impact-update', dedupeKey: `impact:${updateId}:${donorId}`, to: email, language, props },
    donorId,
  })
  if (!mailId) throw new Error('a mail about an update was written without its delivery')
  await tx.impactDelivery.create({ data: { updateId, donorId, mailId } })
}
