import { type QueuedMail, queueMail } from '#app/domain/mail/queue-mail.server.ts'
import { mailOrganization } from '#app/domain/organization/mail-organization.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import { env } from '#app/platform/env.ts'

type Told = {
  event: Extract<
    QueuedMail<'administrators-notice'>['props']['event'],
    'giving_paused' | 'giving_lifted' | 'giving_limits_set' | 'movement_unknown'
  >
  /** What makes this notice the same notice, beside its event. */
  key: string
  /** Who did it; null where nobody did. */
  by: string | null
  /** Where to look: a path below `/admin`. */
  path: string
}

/** Tells every administrator, of whichever fund, once: for what concerns all funds alike. In the transaction of the act. */
export async function tellAllAdministrators(tx: Tx, { event, key, by, path }: Told): Promise<void> {
  const administrators = await tx.staff.findMany({
    where: { disabledAt: null, staffRoleByStaffIds: { some: { role: 'administrator' } } },
    orderBy: { id: 'asc' },
    select: { id: true, name: true, email: true, language: true },
  })
  if (administrators.length === 0) return
  const row = await tx.organization.findUniqueOrThrow({ where: { id: 1 } })
  const who = by ? await tx.staff.findUniqueOrThrow({ where: { id: by }, select: { name: true } }) : null
  for (const reader of administrators) {
    await queueMail(tx, {
      ...{ message: 'administrators-notice', dedupeKey: `notice:${event}:${key}:${reader.id}` },
      ...{ to: reader.email, language: reader.language, staffId: reader.id },
      props: {
        ...{ organization: mailOrganization(row), event, by: who?.name ?? null, at: now().toISOString() },
        ...{ staffName: reader.name, fund: row.name, caseCode: null, amountCents: null },
        ...{ role: null, whose: null, url: `${env().APP_URL}${path}` },
      },
    })
  }
}
