import { queueMail } from '#app/domain/mail/queue-mail.server.ts'
import { mailOrganization } from '#app/domain/organization/mail-organization.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { countTry, tryKey } from '#app/domain/staff/count-try.server.ts'
import { now } from '#app/platform/clock.ts'
import { hashToken, randomToken } from '#app/platform/crypto.ts'
import { inTransaction } from '#app/platform/db.ts'
import { env } from '#app/platform/env.ts'
import type { Language } from '#app/words/languages.ts'

/** How long the link in the mail to a new address can be opened. */
const linkHours = 24
const allowed = 5

/**
 * Sends a link to the address that a donor wants to be written to at; until it is pressed nothing changes. Whether another
 * donor has that address is not said here. Refuses `email_is_yours` and `too_many_attempts`.
 */
export async function askEmailChange(of: {
  donorId: string
  email: string
  language: Language
}): Promise<void> {
  const { donorId, email, language } = of
  const entity = await organization()
  const scope = { kind: 'donor', donorId } as const
  const tries = await inTransaction({ scope }, (tx) => countTry(tx, tryKey('donor-email-change', donorId)))
  if (tries > allowed) throw new Refusal('too_many_attempts', {}, 'email')

  await inTransaction({ scope }, async (tx) => {
    const donor = await tx.donor.findUniqueOrThrow({ where: { id: donorId } })
    if (donor.email === email) throw new Refusal('email_is_yours', {}, 'email')
    const token = randomToken()
    const tokenHash = hashToken(token)
    const expiresAt = new Date(now().getTime() + linkHours * 3_600_000)
    // Whoever asks anew means the new one: only the last link counts.
    await tx.donorEmailChange.deleteMany({ where: { donorId, confirmedAt: null } })
    await tx.donorEmailChange.create({ data: { tokenHash, donorId, email, expiresAt } })
    const prefix = language === 'en' ? '' : `/${language}`
    await queueMail(tx, {
      message: 'donor-email-change',
      dedupeKey: `donor-email-change:${tokenHash}`,
      to: email,
      donorId,
      language,
      props: {
        organization: mailOrganization(entity),
        confirmUrl: `${env().APP_URL}${prefix}/donor/email/${token}`,
        hours: linkHours,
      },
    })
  })
}
