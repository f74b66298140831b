import { fundNames } from '#app/domain/disbursements/reads/fund-names.server.ts'
import { type QueuedMail, queueMail } from '#app/domain/mail/queue-mail.server.ts'
import { mailOrganization } from '#app/domain/organization/mail-organization.ts'
import type { Role } from '#app/domain/staff/access.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import { env } from '#app/platform/env.ts'

export type ToldOf = {
  fundId: string
  event: QueuedMail<'administrators-notice'>['props']['event']
  /** Who did it; null for whoever runs the server. */
  by: string | null
  /** What makes this notice the same notice, beside its event. */
  key: string
  /** Where to look: a path below `/admin`. */
  path: string
  caseCode?: string
  amountCents?: bigint
  /** A role that changed, and whose. */
  role?: { role: Role; staffId: string }
  /** Of whose ways to sign in it tells. */
  whose?: string
}

/**
 * Tells every administrator of the fund, whoever did it, in the transaction of the act: none of them can be kept in the
 * dark. Case codes, sums and names of staff; nothing about a person held leaves by mail.
 */
export async function tellAdministrators(tx: Tx, told: ToldOf): Promise<void> {
  const { fundId, event, role } = told
  const administrators = await tx.staff.findMany({
    where: { disabledAt: null, staffRoleByStaffIds: { some: { fundId, role: 'administrator' } } },
    orderBy: { id: 'asc' },
    select: { id: true, name: true, email: true, language: true },
  })
  if (administrators.length === 0) return

  const organization = mailOrganization(await tx.organization.findUniqueOrThrow({ where: { id: 1 } }))
  const by = told.by ? await nameOf(tx, told.by) : null
  const about = role?.staffId ?? told.whose
  const whose = about ? await nameOf(tx, about) : null
  const at = now().toISOString()
  for (const reader of administrators) {
    const names = await fundNames(tx, { fundIds: [fundId], language: reader.language })
    await queueMail(tx, {
      message: 'administrators-notice',
      dedupeKey: `notice:${event}:${told.key}:${reader.id}`,
      to: reader.email,
      language: reader.language,
      staffId: reader.id,
      props: {
        ...{ organization, event, by, at },
        staffName: reader.name,
        fund: names.get(fundId) ?? '',
        caseCode: told.caseCode ?? null,
        amountCents: told.amountCents?.toString() ?? null,
        role: role?.role ?? null,
        whose,
        url: `${env().APP_URL}${told.path}`,
      },
    })
  }
}

async function nameOf(tx: Tx, staffId: string): Promise<string> {
  const { name } = await tx.staff.findUniqueOrThrow({ where: { id: staffId }, select: { name: true } })
  return name
}
