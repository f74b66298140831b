import { queueMail } from '#app/domain/mail/queue-mail.server.ts'
import { mailOrganization } from '#app/domain/organization/mail-organization.ts'
import { now } from '#app/platform/clock.ts'
import { inTransaction } from '#app/platform/db.ts'
import { env } from '#app/platform/env.ts'
import { chainState } from './chain-state.server.ts'

/**
 * Tells every administrator once a day how far the audit is sealed and with which hash. Whoever rewrote the whole chain
 * would have to rewrite their mailboxes too. Run twice on one day it writes nothing new.
 */
export async function mailAuditHead(): Promise<void> {
  const { head } = await chainState()
  if (!head) return
  await inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    const row = await tx.organization.findUniqueOrThrow({ where: { id: 1 } })
    const organization = mailOrganization(row)
    const day = new Intl.DateTimeFormat('en-CA', { timeZone: row.timezone }).format(now())
    const administrators = await tx.staff.findMany({
      where: { disabledAt: null, staffRoleByStaffIds: { some: { role: 'administrator' } } },
      orderBy: { id: 'asc' },
      select: { id: true, name: true, email: true, language: true },
    })
    for (const { id, name, email, language } of administrators) {
      await queueMail(tx, {
        ...{ message: 'audit-head', dedupeKey: `audit.head:${day}:${id}`, to: email, language, staffId: id },
        props: {
          ...{ organization, staffName: name, rows: String(head.seq), hash: head.hash },
          sealedAt: head.sealedAt.toISOString(),
          chainUrl: `${env().APP_URL}/admin/audit/chain`,
        },
      })
    }
  })
}
