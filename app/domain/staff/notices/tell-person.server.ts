import { randomUUID } from 'node:crypto'
import { type QueuedMail, queueMail } from '#app/domain/mail/queue-mail.server.ts'
import { mailOrganization } from '#app/domain/organization/mail-organization.ts'
import type { Role } from '#app/domain/staff/access.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import { env } from '#app/platform/env.ts'

/** Tells a person of staff that a way to sign in or a role of theirs changed, in the transaction that changed it. */
export async function tellPerson(
  tx: Tx,
  told: { staffId: string; event: QueuedMail<'access-changed'>['props']['event']; role?: Role },
): Promise<void> {
  const { staffId, event, role } = told
  const person = await tx.staff.findUniqueOrThrow({ where: { id: staffId } })
  const organization = await tx.organization.findUnique({ where: { id: 1 } })
  // Before there is an organization nobody else could have done it.
  if (!organization) return
  await queueMail(tx, {
    message: 'access-changed',
    dedupeKey: `access-changed:${randomUUID()}`,
    to: person.email,
    language: person.language,
    staffId,
    props: {
      organization: mailOrganization(organization),
      staffName: person.name,
      event,
      role: role ?? null,
      at: now().toISOString(),
      accountUrl: `${env().APP_URL}/admin/account`,
    },
  })
}
