import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { troubledMailOf } from './troubled-mail-of.server.ts'

/** Shows once where a mail that did not arrive was to go, and keeps who looked. Refuses as `troubledMailOf` does. */
export async function revealRecipient(of: {
  staff: { id: string; fundIds: string[] }
  mailId: string
}): Promise<string> {
  const { staff, mailId } = of
  const act = { action: 'donor.address_revealed', subject: 'mail', subjectId: mailId }
  return attempt({ staff, ...act }, async (tx) => {
    const mail = await troubledMailOf(tx, { staffId: staff.id, mailId, gone: 'receipt_was_sent_again' })
    await recordAudit(tx, {
      ...{ actor: { kind: 'staff', id: staff.id }, ...act },
      ...(mail.fundId ? { fundId: mail.fundId } : {}),
    })
    return mail.recipient
  })
}
