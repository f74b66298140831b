import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { KnownFrom } from '#app/domain/bonds/bond.ts'
import { refuse } from '#app/domain/disbursements/acts.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import type { LockedDisbursement } from '#app/domain/disbursements/lock-disbursement.server.ts'
import { rolesInFund } from '#app/domain/disbursements/require-role.server.ts'
import { lockWholeBond } from '#app/domain/disbursements/shared-bonds/lock-parts.server.ts'
import { refuseImpossibleTime } from '#app/domain/disbursements/when-it-happened.ts'
import { type Cents, sum } from '#app/domain/money/cents.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import { bindsMoney, type PreparationStep, whyNotStep, whyNotThisAmount } from './preparation.ts'
import { changedAmount, mostPostable } from './read-preparations.server.ts'
import { writeStep } from './write-step.server.ts'

export type StepBeforePosting = {
  staff: ActingStaff
  disbursementId: string
  to: PreparationStep
  knownFrom: KnownFrom
  /** What the judge or ICE asks for now, of the whole bond; with a changed amount, and only there. */
  amount: Cents | null
  /** When it happened, which may be before it is entered; now where nothing is said. */
  occurredAt?: Date | undefined
}

/**
 * A step on the way to posting: verified, refused, signed, wired, back. No money moves; the reservation holds it until the
 * payment. Of a bond that funds share it is recorded for every part or for none.
 */
export async function recordPreparation(step: StepBeforePosting): Promise<void> {
  const { staff, disbursementId, to, knownFrom, amount } = step
  const recordedAt = now()
  const at = step.occurredAt ?? recordedAt
  await attempt(
    { staff, action: 'disbursement.prepared', subject: 'disbursement', subjectId: disbursementId },
    async (tx) => {
      const parts = await lockWholeBond(tx, disbursementId)
      for (const part of parts) {
        const roles = await rolesInFund(tx, { staffId: staff.id, fundId: part.fundId })
        refuse(whyNotStep(to, part, { roles }, at))
        refuseImpossibleStep(part, { to, at, recordedAt })
      }
      refuse(whyNotThisAmount(to, amount))
      if (to === 'contract_signed') await refuseHigherAmount(tx, parts)

      for (const part of parts) {
        await writeStep(tx, part, { to, by: staff.id, knownFrom, amount, at })
        await recordAudit(tx, {
          actor: { kind: 'staff', id: staff.id },
          action: 'disbursement.prepared',
          subject: 'disbursement',
          subjectId: part.id,
          fundId: part.fundId,
          detail: {
            from: part.preparation.state,
            to,
            knownFrom,
            ...(amount === null ? {} : { amountCents: amount.toString() }),
          },
        })
      }
    },
  )
}

/** Not before the step before it, nor before the proposal; and what binds the fund not before it was approved. */
function refuseImpossibleStep(
  { preparation, occurredAt, lastApprovedAt }: LockedDisbursement,
  { to, at, recordedAt }: { to: PreparationStep; at: Date; recordedAt: Date },
): void {
  const when = { occurredAt: at, now: recordedAt }
  const notBefore = preparation.at ?? occurredAt
  refuseImpossibleTime({ ...when, notBefore, tooEarly: 'preparation_goes_forward' })
  if (bindsMoney(to) && lastApprovedAt) {
    refuseImpossibleTime({ ...when, notBefore: lastApprovedAt, tooEarly: 'preparation_before_approval' })
  }
}

/** The contract binds to the amount as it is now: above what was approved is a new approval. */
async function refuseHigherAmount(tx: Tx, parts: LockedDisbursement[]): Promise<void> {
  const [first] = parts
  const amount = first ? await changedAmount(tx, first.id) : null
  if (!first || amount === null) return
  const most = await mostPostable(tx, { ...first, ceiling: sum(parts.map((part) => part.principalCeiling)) })
  if (amount > most) throw new Refusal('changed_amount_needs_a_new_approval', { amount, ceiling: most }, 'to')
}
