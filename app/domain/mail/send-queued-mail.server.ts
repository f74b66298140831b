import { isSilenced } from '#app/domain/donor-area/erasure/is-silenced.server.ts'
import { isStopped } from '#app/domain/incidents/refuse-during-incident.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { sendMail } from '#app/platform/mailer.ts'
import { fallbackLanguage, isLanguage } from '#app/words/languages.ts'
import type { MessageName, MessageProps } from '#emails/messages.ts'
import { renderMessage } from '#emails/render.tsx'

/** Messages that must never arrive twice: after an attempt with an unknown end they are not tried again. */
const atMostOnce: ReadonlySet<string> = new Set<MessageName>(['impact-update'])

/**
 * Sends one mail of the outbox. A receipt at least once, an impact mail at most once. Throws to be tried again where
 * SendGrid is away or busy; gives up, and says so, where it refuses the content. What an incident stops is left as it is.
 */
export async function sendQueuedMail({ mailId }: { mailId: string }): Promise<void> {
  const mail = await beginAttempt(mailId)
  if (!mail) return

  const language = isLanguage(mail.language) ? mail.language : fallbackLanguage
  const name = mail.message as MessageName
  const props = mail.props as MessageProps[MessageName]
  const { subject, html, text } = await renderMessage(name, props as never, language)
  const unsubscribeUrl = 'unsubscribeUrl' in props ? props.unsubscribeUrl : undefined
  const { name: fromName } = await organization()
  try {
    const messageId = await sendMail({
      ...{ to: mail.recipient, fromName, subject, html, text, mailId },
      ...(unsubscribeUrl ? { unsubscribeUrl } : {}),
    })
    await endAttempt(mailId, 'sent', messageId)
  } catch (error) {
    const status = statusOf(error)
    if (status !== null) await endAttempt(mailId, 'failed', String(status))
    // Refused for what it is: trying again would be refused again.
    if (status !== null && status >= 400 && status < 500 && status !== 429 && status !== 408) return
    throw error
  }
}

async function beginAttempt(mailId: string) {
  return inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended(${mailId}, 0))::text`
    const mail = await tx.mail.findUnique({ where: { id: mailId }, include: { mailEvents: true } })
    if (!mail) return null
    const count = (kind: string) => mail.mailEvents.filter((event) => event.kind === kind).length
    if (count('sent') + count('suppressed') + count('handled') > 0) return null
    if (atMostOnce.has(mail.message) && count('attempted') > count('failed')) return null
    if (await isSilenced(tx, mail)) {
      await tx.mailEvent.create({ data: { mailId, kind: 'suppressed', detail: 'erased' } })
      return null
    }
    if (await waitsForIncident(tx, mailId)) return null
    await tx.mailEvent.create({ data: { mailId, kind: 'attempted' } })
    return mail
  })
}

/** Mails about an update wait while their fund's incident is open. */
async function waitsForIncident(tx: Tx, mailId: string): Promise<boolean> {
  const [about] = await tx.$queryRaw<{ fundId: string }[]>`
    select u.fund_id as "fundId" from impact_delivery d join impact_update u on u.id = d.update_id
     where d.mail_id = ${mailId}::uuid`
  return about ? isStopped(tx, about.fundId) : false
}

async function endAttempt(mailId: string, kind: 'sent' | 'failed', detail: string): Promise<void> {
  await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.mailEvent.createMany({ data: { mailId, kind, detail }, skipDuplicates: true }),
  )
}

/** The HTTP status that SendGrid answered, or null where no answer came and nobody knows what happened. */
function statusOf(error: unknown): number | null {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null
  return typeof code === 'number' ? code : null
}
