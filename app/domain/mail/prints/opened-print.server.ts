import { now } from '#app/platform/clock.ts'
import { inTransaction } from '#app/platform/db.ts'
import { env } from '#app/platform/env.ts'
import { fallbackLanguage, isLanguage } from '#app/words/languages.ts'
import type { MessageName, MessageProps } from '#emails/messages.ts'
import { waysIn, withoutOwnLinks } from '../ways-in.ts'
import { writeMail } from '../write-mail.ts'

/** A print is good for this long: the proof of presence that it was made with is no older. */
const openFor = 15 * 60_000

/**
 * The page of a mail that this person took out a moment ago. Its links open nothing without signing in: whoever holds the paper
 * need not be its reader. Null for anyone else's, for one that is over, and where the mail was emptied since.
 */
export async function openedPrint(of: {
  staff: { id: string; fundIds: string[] }
  mailId: string
  printId: string
}): Promise<{ name: string; html: string } | null> {
  const { staff, mailId, printId } = of
  const made = await inTransaction({ scope: { kind: 'staff', fundIds: staff.fundIds } }, (tx) =>
    tx.mailPrint.findFirst({ where: { id: printId, mailId, madeBy: staff.id }, include: { mail: true } }),
  )
  if (!made || now().getTime() - made.occurredAt.getTime() > openFor) return null
  const { message, recipient, props, language } = made.mail
  const name = message as MessageName
  if (recipient === '' || waysIn.includes(name)) return null

  const shown = withoutOwnLinks(props, `${env().APP_URL}/donor`) as MessageProps[MessageName]
  const { html } = await writeMail(name, shown as never, isLanguage(language) ? language : fallbackLanguage)
  return { name: `${name}-${mailId}.html`, html }
}
