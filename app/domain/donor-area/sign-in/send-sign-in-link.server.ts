import { queueMail } from '#app/domain/mail/queue-mail.server.ts'
import { mailOrganization } from '#app/domain/organization/mail-organization.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { inTransaction } from '#app/platform/db.ts'
import { env } from '#app/platform/env.ts'
import { makeDonorLink } from './donor-link.server.ts'
import { linkLife } from './sign-in.ts'

/**
 * Answers one ask: a mail with a link where a donor has the address, nothing where none has. The ask is gone either way. An
 * address of a record that was merged into another opens the one that stands.
 */
export async function sendSignInLink({ askId }: { askId: string }): Promise<void> {
  const entity = await organization()
  await inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    const [ask] = await tx.$queryRaw<{ email: string; language: string; next: string }[]>`
      delete from donor_sign_in_ask where id = ${askId}::uuid returning email, language, next`
    if (!ask) return
    const [donor] = await tx.$queryRaw<{ id: string }[]>`
      select donor_now(d.id)::text as id from donor d where d.email = ${ask.email}`
    if (!donor) return

    const { token } = await makeDonorLink(tx, donor.id)
    const prefix = ask.language === 'en' ? '' : `/${ask.language}`
    const next = ask.next ? `?next=${encodeURIComponent(ask.next)}` : ''
    await queueMail(tx, {
      message: 'donor-sign-in',
      dedupeKey: `donor-sign-in:${askId}`,
      to: ask.email,
      donorId: donor.id,
      language: ask.language,
      props: {
        organization: mailOrganization(entity),
        signInUrl: `${env().APP_URL}${prefix}/donor/sign-in/${token}${next}`,
        minutes: linkLife / 60_000,
      },
    })
  })
}
