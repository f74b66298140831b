import { isSilenced } from '#app/domain/donor-area/erasure/is-silenced.server.ts'
import { isStopped } from '#app/domain/incidents/refuse-during-incident.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { enqueue } from '#app/jobs/queue.ts'
import { now } from '#app/platform/clock.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { sendMail } from '#app/platform/mailer.ts'
import { fallbackLanguage, isLanguage } from '#app/words/languages.ts'
import type { MessageName, MessageProps } from '#emails/messages.ts'
import { endIsUnknown, isGivenUp, isLongOver, type MailFact, parkedDetail, unknownEnd } from './mail-facts.ts'
import { type SendFailure, sendFailureOf } from './send-failure.ts'
import { writeMail } from './write-mail.ts'

/**
 * Sends one mail of the outbox. A receipt at least once, an impact mail at most once, and nothing to an address that is
 * struck off or about a topic that its reader ended. Throws to be tried again where SendGrid is away; waits as long as
 * SendGrid asks where it is busy; parks the mail for a person where it is refused for what it is, was tried too often, or
 * must not be tried again since nobody knows whether it was taken.
 * What an incident stops is left as it is.
 */
export async function sendQueuedMail({ mailId }: { mailId: string }): Promise<void> {
  const mail = await beginAttempt(mailId)
  if (!mail) return

  const language = isLanguage(mail.language) ? mail.language : fallbackLanguage
  const name = mail.message as MessageName
  const props = mail.props as MessageProps[MessageName]
  const { subject, html, text } = await writeMail(name, props as never, language)
  const unsubscribeUrl = 'unsubscribeUrl' in props ? props.unsubscribeUrl : undefined
  const { name: fromName } = await organization()
  try {
    const messageId = await sendMail({
      ...{ to: mail.recipient, fromName, subject, html, text, mailId },
      ...(unsubscribeUrl ? { unsubscribeUrl } : {}),
    })
    await recordSent(mailId, messageId)
  } catch (error) {
    if (!(await endFailedAttempt(mail, sendFailureOf(error)))) throw error
  }
}

async function beginAttempt(mailId: string) {
  return inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended(${mailId}, 0))::text`
    const mail = await tx.mail.findUnique({
      where: { id: mailId },
      include: { mailEvents: { orderBy: { id: 'asc' } } },
    })
    if (!mail) return null
    const count = (kind: string) => mail.mailEvents.filter((event) => event.kind === kind).length
    if (count('sent') + count('suppressed') + count('handled') + count('closed') > 0) return null
    if (count('parked') > count('replayed')) return null
    if (endIsUnknown(mail.message, mail.mailEvents)) {
      if (isLongOver(mail.mailEvents, now())) {
        await tx.mailEvent.create({ data: { mailId, kind: 'parked', detail: unknownEnd } })
      }
      return null
    }
    if (await waitsForIncident(tx, mailId)) return null
    const stopped = await stoppedBy(tx, mail)
    await tx.mailEvent.create({
      data: stopped ? { mailId, kind: 'suppressed', detail: stopped } : { mailId, kind: 'attempted' },
    })
    return stopped ? null : mail
  })
}

/** What a fund writes by itself waits while an incident of the fund is open. */
async function waitsForIncident(tx: Tx, mailId: string): Promise<boolean> {
  const about = await tx.$queryRaw<{ fundId: string }[]>`
    select u.fund_id as "fundId" from impact_delivery d join impact_update u on u.id = d.update_id
     where d.mail_id = ${mailId}::uuid
     union select fund_id from mail_about_fund where mail_id = ${mailId}::uuid order by 1`
  for (const { fundId } of about) if (await isStopped(tx, fundId)) return true
  return false
}

/**
 * Why its reader must not get it, as it stands in this very transaction: they were erased, their
 * address is struck off, staff wrote down to leave them alone, or they ended the topic.
 */
async function stoppedBy(
  tx: Tx,
  mail: Parameters<typeof isSilenced>[1] & { id: string; topic: string | null },
): Promise<string | null> {
  if (await isSilenced(tx, mail)) return 'erased'
  const { id, recipient, topic, donorId } = mail
  const [stop] = await tx.$queryRaw<{ suppressed: boolean; alone: boolean; ended: boolean }[]>`
    select is_suppressed(${recipient}, ${topic}) as suppressed, contact_is_stopped(${id}::uuid, ${now()}::timestamptz) as alone,
           ${topic}::text is not null and ${donorId}::uuid is not null
             and not exists (select from donor_consent c where c.donor_id = any (donor_family(${donorId}::uuid))
                                and c.topic = ${topic} and c.ended_at is null) as ended`
  if (stop?.suppressed) return 'address'
  if (stop?.alone) return 'left_alone'
  return stop?.ended ? 'consent' : null
}

/** Records how it failed and what comes of it. Answers false where the job itself is to be tried again later. */
async function endFailedAttempt(
  mail: { id: string; message: string; mailEvents: MailFact[] },
  failure: SendFailure | null,
): Promise<boolean> {
  const { id: mailId, message, mailEvents: before } = mail
  return inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    if (failure) {
      await tx.mailEvent.create({ data: { mailId, kind: 'failed', detail: String(failure.status) } })
    }
    if (isGivenUp(message, before, failure)) {
      const detail = parkedDetail(message, failure)
      await tx.mailEvent.create({ data: { mailId, kind: 'parked', detail } })
      return true
    }
    if (!failure || failure.waitMilliseconds === null) return false
    const inMilliseconds = failure.waitMilliseconds
    await enqueue(tx, 'mail.send', { mailId }, { key: `mail.send:${mailId}`, inMilliseconds })
    return true
  })
}

async function recordSent(mailId: string, detail: string): Promise<void> {
  await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.mailEvent.createMany({ data: { mailId, kind: 'sent', detail }, skipDuplicates: true }),
  )
}
