import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { fallbackLanguage, isLanguage } from '#app/words/languages.ts'
import type { MessageName, MessageProps } from '#emails/messages.ts'
import { troubledMailOf } from './troubled-mail-of.server.ts'
import { writeMail } from './write-mail.ts'

/** A mail that did not arrive, as a page to print and bring to its reader otherwise. Who took it out is kept. */
export async function takeMailOut(of: {
  staff: { id: string; fundIds: string[] }
  mailId: string
}): Promise<{ name: string; html: string }> {
  const { staff, mailId } = of
  const mail = await attempt(
    { staff, action: 'mail.taken_out', subject: 'mail', subjectId: mailId },
    async (tx) => {
      const troubled = await troubledMailOf(tx, { staffId: staff.id, mailId, gone: 'receipt_was_sent_again' })
      const { props } = await tx.mail.findUniqueOrThrow({ where: { id: mailId }, select: { props: true } })
      await recordAudit(tx, {
        ...{
          actor: { kind: 'staff', id: staff.id },
          action: 'mail.taken_out',
          subject: 'mail',
          subjectId: mailId,
        },
        ...(troubled.fundId ? { fundId: troubled.fundId } : {}),
        detail: { message: troubled.message },
      })
      return { ...troubled, props }
    },
  )
  const language = isLanguage(mail.language) ? mail.language : fallbackLanguage
  const { html } = await writeMail(
    mail.message as MessageName,
    mail.props as MessageProps[MessageName] as never,
    language,
  )
  return { name: `${mail.message}-${mail.receiptNumber ?? mailId}.html`, html }
}
