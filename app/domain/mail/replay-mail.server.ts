import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { enqueue } from '#app/jobs/queue.ts'
import { endIsUnknown } from './mail-facts.ts'
import { troubledMailOf } from './troubled-mail-of.server.ts'

/**
 * Has a parked mail tried again, as it is. Two who press at once do it once. Refuses one that is not parked any more, and
 * an impact mail of which nobody knows whether it arrived.
 */
export async function replayMail(of: {
  staff: { id: string; fundIds: string[] }
  mailId: string
}): Promise<void> {
  const { staff, mailId } = of
  await attempt({ staff, action: 'mail.replayed', subject: 'mail', subjectId: mailId }, async (tx) => {
    const mail = await troubledMailOf(tx, { staffId: staff.id, mailId, gone: 'mail_is_not_parked' })
    if (mail.problem !== 'parked') throw new Refusal('mail_is_not_parked')
    const facts = await tx.mailEvent.findMany({ where: { mailId }, orderBy: { id: 'asc' } })
    if (endIsUnknown(mail.message, facts)) throw new Refusal('mail_goes_at_most_once')

    await tx.mailEvent.create({ data: { mailId, kind: 'replayed', detail: staff.id } })
    await enqueue(tx, 'mail.send', { mailId }, { key: `mail.send:${mailId}` })
    await recordAudit(tx, {
      ...{
        actor: { kind: 'staff', id: staff.id },
        action: 'mail.replayed',
        subject: 'mail',
        subjectId: mailId,
      },
      ...(mail.fundId ? { fundId: mail.fundId } : {}),
      detail: { message: mail.message },
    })
  })
}
