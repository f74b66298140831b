import { maskEmail } from '#app/domain/gifts/mask-email.ts'
import { inTransaction } from '#app/platform/db.ts'
import { troubledMail } from '../troubled-mail.server.ts'

/** Which mail it is that someone would take out, its reader masked; null where it is none of theirs, or needs nobody any more. */
export async function mailToPrint(of: {
  fundIds: string[]
  mailId: string
}): Promise<{ message: string; recipient: string } | null> {
  const { fundIds, mailId } = of
  const [mail] = await inTransaction({ scope: { kind: 'staff', fundIds } }, (tx) =>
    troubledMail(tx, { fundIds, mailId, limit: 1 }),
  )
  return mail ? { message: mail.message, recipient: maskEmail(mail.recipient) } : null
}
