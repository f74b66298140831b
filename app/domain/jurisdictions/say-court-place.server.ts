import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { refuse, whyNotSaid } from '#app/domain/disbursements/acts.ts'
import { type ActingStaff, isBondKind } from '#app/domain/disbursements/disbursement.ts'
import { lockDisbursement } from '#app/domain/disbursements/lock-disbursement.server.ts'
import { rolesInFund } from '#app/domain/disbursements/require-role.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'
import { keepChargeFindings } from './keep-charge-findings.server.ts'

/**
 * Says in which place the court lies that a bond is proposed for: from here on the rules of that place judge it, and none of
 * the fund's other places. Its proposer says it, and only while nobody has approved, so that another person sees it. Refuses
 * `disbursement_unknown`, `role_may_not`, `place_is_of_what_is_proposed`, `place_is_said_by_its_proposer`,
 * `place_is_said_before_approval`, `place_of_a_bond_is_its_funds`.
 */
export async function sayCourtPlace(of: {
  staff: ActingStaff
  disbursementId: string
  /** One that the fund serves, or one within it, as `US-TN-DAVIDSON`. */
  place: string
}): Promise<void> {
  const { staff, disbursementId, place } = of
  const at = now()
  const about = { subject: 'disbursement', subjectId: disbursementId }
  await attempt({ staff, action: 'disbursement.place_said', ...about }, async (tx) => {
    const disbursement = await lockDisbursement(tx, disbursementId)
    const { fundId, kind, contentHash } = disbursement
    const roles = await rolesInFund(tx, { staffId: staff.id, fundId })
    refuse(whyNotSaid(disbursement, { id: staff.id, roles }))
    if (!isBondKind(kind)) throw new Refusal('place_is_of_what_is_proposed')
    const [reached] = await tx.$queryRaw<{ yes: boolean }[]>`
      select fund_reaches(${fundId}::uuid, ${place}, false) as yes`
    if (!reached?.yes) throw new Refusal('place_of_a_bond_is_its_funds', {}, 'place')

    await tx.disbursementPlace.createMany({
      data: { disbursementId, contentHash, place, recordedBy: staff.id, occurredAt: at },
    })
    await recordAudit(tx, {
      ...{ actor: { kind: 'staff', id: staff.id }, action: 'disbursement.place_said', ...about, fundId },
      detail: { place },
    })
    await keepChargeFindings(tx, { disbursement, by: staff.id, at, act: 'proposed' })
  })
}
