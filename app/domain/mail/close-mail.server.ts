import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { closeReasons } from './mending.ts'
import { troubledMailOf } from './troubled-mail-of.server.ts'

/** Says that a mail which did not arrive needs nobody any more: it went by letter, or nobody can be found. Never sent then. */
export async function closeMail(of: {
  staff: { id: string; fundIds: string[] }
  mailId: string
  reason: (typeof closeReasons)[number]
}): Promise<void> {
  const { staff, mailId, reason } = of
  await attempt({ staff, action: 'mail.closed', subject: 'mail', subjectId: mailId }, async (tx) => {
    const mail = await troubledMailOf(tx, { staffId: staff.id, mailId, gone: 'receipt_was_sent_again' })
    await tx.mailEvent.create({ data: { mailId, kind: 'closed', detail: reason } })
    await recordAudit(tx, {
      ...{
        actor: { kind: 'staff', id: staff.id },
        action: 'mail.closed',
        subject: 'mail',
        subjectId: mailId,
      },
      ...(mail.fundId ? { fundId: mail.fundId } : {}),
      detail: { message: mail.message, reason },
    })
  })
}
