import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { vaultTermOf } from '#app/domain/vault/vault-term-of.server.ts'
import { inTransaction } from '#app/platform/db.ts'
import { priorityOf } from './priority-of.server.ts'

export type IntakePage = NonNullable<Awaited<ReturnType<typeof intakePage>>>

/** How one fund takes requests, for those who set it. Null for a fund that is not theirs. */
export async function intakePage(of: { staff: ActingStaff; fundId: string }) {
  const { staff, fundId } = of
  if (!staff.fundIds.includes(fundId)) return null
  return inTransaction({ scope: { kind: 'staff', fundIds: staff.fundIds } }, async (tx) => {
    const intake = await tx.fundIntake.findUnique({ where: { fundId } })
    const listed = { where: { fundId, endedAt: null }, orderBy: { name: 'asc' } } as const
    return {
      fundId,
      intake: intake && {
        mode: intake.mode,
        phone: intake.phone,
        hours: intake.hours,
        languages: intake.languages.join(', '),
        answerWithinDays: intake.answerWithinDays,
      },
      termMonths: await vaultTermOf(tx, fundId),
      priority: (await priorityOf(tx, fundId)) ?? [],
      partners: await tx.referralPartner.findMany({ ...listed, select: { id: true, name: true } }),
      places: await tx.otherPlace.findMany({ ...listed, select: { id: true, name: true, phone: true } }),
    }
  })
}
