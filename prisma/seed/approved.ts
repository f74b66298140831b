import { approveDisbursement } from '#app/domain/disbursements/approve-disbursement.server.ts'
import { proposeDisbursement } from '#app/domain/disbursements/propose-disbursement.server.ts'
import { cents } from '#app/domain/money/cents.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { asOfTime } from '#app/platform/clock.ts'
import { inTransaction } from '#app/platform/db.ts'
import type { DemonstrationStaff, Person } from './people.ts'
import { wasPresent } from './was-present.ts'

export const clerk = 'Clerk of the Larkspur County Court'
export const venue = 'Larkspur County (fictional)'
export const seen = 'Demonstration: the order and the booking sheet were seen.'

/** A bail that Dana put forward. In dollars. */
export async function proposeBail(
  { dana }: DemonstrationStaff,
  of: { fundId: string; dollars: number; fees?: number; caseCode?: string; at: Date },
): Promise<{ disbursementId: string; caseCode: string }> {
  return asOfTime(of.at, () =>
    proposeDisbursement({
      staff: dana,
      proposal: {
        ...{ fundId: of.fundId, kind: 'court_bail', purposeCode: 'court_bail' },
        ...{ principalCeiling: cents(of.dollars * 100), feesCeiling: cents((of.fees ?? 0) * 100) },
        ...{ payees: [clerk], venue, evidenceNote: seen, caseCode: of.caseCode },
      },
    }),
  )
}

/** Said yes to by one person, with the proof that they gave. */
export async function approve(staff: Person, disbursementId: string, at: Date): Promise<void> {
  const contentHash = await contentHashOf(disbursementId)
  const stepUpId = await wasPresent(staff, boundTo.approve({ id: disbursementId, contentHash }))
  await asOfTime(at, () => approveDisbursement({ staff, disbursementId, contentHash, stepUpId }))
}

export const contentHashOf = (disbursementId: string): Promise<string> =>
  inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    const { contentHash } = await tx.disbursement.findUniqueOrThrow({ where: { id: disbursementId } })
    return contentHash
  })
