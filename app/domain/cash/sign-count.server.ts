import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { requireRole } from '#app/domain/disbursements/require-role.server.ts'
import { lockFundBank } from '#app/domain/ledger/balances.server.ts'
import type { Cents } from '#app/domain/money/cents.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'

/**
 * Whoever stood beside a count of the cash box says, signed in as themselves, what they counted. The same figure makes it a count
 * by two; another disputes it, and it is counted anew. Nothing is booked: that the box differs stands in suspense since the count.
 */
export async function signCount(signed: {
  staff: ActingStaff
  countId: string
  counted: Cents
}): Promise<{ confirmed: boolean }> {
  const { staff, countId, counted } = signed
  const attempted = { action: 'cash_box.witnessed', subject: 'cash_count', subjectId: countId }
  return attempt({ staff, ...attempted }, async (tx) => {
    const count = await tx.cashCount.findUnique({ where: { id: countId } })
    if (!count) throw new Refusal('count_unknown')
    const { fundId } = count
    await lockFundBank(tx, [fundId])
    await requireRole(tx, { staffId: staff.id, fundId, action: 'cash:handle' })
    if (staff.id !== count.witnessedBy || !count.witnessSigns)
      throw new Refusal('count_is_signed_by_its_witness')
    if (await tx.cashCountWitness.findUnique({ where: { countId } }))
      throw new Refusal('count_is_witnessed_once')

    await tx.cashCountWitness.create({
      data: { countId, witnessId: staff.id, countedCents: counted, occurredAt: now() },
    })
    const confirmed = counted === count.countedCents
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      action: attempted.action,
      subject: 'fund',
      subjectId: fundId,
      fundId,
      detail: { countedCents: counted.toString(), confirmed: confirmed ? 'yes' : 'no' },
    })
    return { confirmed }
  })
}
