import { fundNames } from '#app/domain/disbursements/reads/fund-names.server.ts'
import { queueMail } from '#app/domain/mail/queue-mail.server.ts'
import { mailOrganization } from '#app/domain/organization/mail-organization.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import { env } from '#app/platform/env.ts'
import type { EmergencyReason, Finding } from './emergency.ts'

type Told = {
  event: 'opened' | Finding
  glassId: string
  personId: string
  fundId: string
  by: string
  reason: EmergencyReason
  endsAt: Date
}

/** Every administrator and case worker of the fund hears of it, in the transaction of the act: by case code, and no more. */
export async function tellOfGlass(tx: Tx, told: Told): Promise<void> {
  const { event, glassId, fundId, reason } = told
  const readers = await tx.staff.findMany({
    where: {
      disabledAt: null,
      staffRoleByStaffIds: { some: { fundId, role: { in: ['administrator', 'intake'] } } },
    },
    orderBy: { id: 'asc' },
    select: { id: true, name: true, email: true, language: true },
  })
  const organization = mailOrganization(await tx.organization.findUniqueOrThrow({ where: { id: 1 } }))
  const { name: by } = await tx.staff.findUniqueOrThrow({
    where: { id: told.by },
    select: { name: true },
  })
  const cases = await tx.personCase.findFirst({
    where: { personId: told.personId },
    orderBy: { recordedAt: 'asc' },
  })
  for (const reader of readers) {
    const names = await fundNames(tx, { fundIds: [fundId], language: reader.language })
    await queueMail(tx, {
      message: 'record-opened',
      dedupeKey: `record-opened:${event}:${glassId}:${reader.id}`,
      to: reader.email,
      language: reader.language,
      staffId: reader.id,
      props: {
        ...{ organization, event, by, reason, staffName: reader.name, fund: names.get(fundId) ?? '' },
        caseCode: cases?.caseCode ?? null,
        at: now().toISOString(),
        until: told.endsAt.toISOString(),
        url: `${env().APP_URL}/admin/emergencies`,
      },
    })
  }
}
