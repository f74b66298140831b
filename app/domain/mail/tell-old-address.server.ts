import { mailOrganization } from '#app/domain/organization/mail-organization.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import { queueMail } from './queue-mail.server.ts'

type Corrected = { id: string; email: string; name: string; language: string }

/**
 * Tells the address that a donor had until now that staff changed it, so that whoever did not ask for that can say so. Not
 * where it is struck off, and not where nothing shows that it ever was its donor's: a stranger has no use for their name.
 */
export async function tellOldAddress(tx: Tx, of: { mailId: string; donor: Corrected }): Promise<void> {
  const { donor, mailId } = of
  if (!(await wasTheirs(tx, donor))) return
  await queueMail(tx, {
    ...{ message: 'donor-email-corrected', dedupeKey: `donor-email-corrected:${mailId}` },
    ...{ to: donor.email, donorId: donor.id, language: donor.language },
    props: {
      organization: mailOrganization(await organization()),
      donorName: donor.name,
      correctedAt: now().toISOString(),
    },
  })
}

/** A mail to it arrived, or a link that was sent there was opened. */
async function wasTheirs(tx: Tx, { id, email }: Corrected): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ isTheirs: boolean }[]>`
    select not is_suppressed(${email}, null)
       and (exists (select from mail m join mail_event e on e.mail_id = m.id and e.kind = 'delivered'
                     where m.donor_id = ${id}::uuid and m.recipient = ${email})
            or exists (select from donor_sign_in_link l where l.donor_id = ${id}::uuid and l.used_at is not null)
            or exists (select from donor_email_change c where c.donor_id = ${id}::uuid and c.email = ${email}
                          and c.confirmed_at is not null)) as "isTheirs"`
  return row?.isTheirs ?? false
}
