import { randomUUID } from 'node:crypto'
import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { bondBalances, lockFundBank } from '#app/domain/ledger/balances.server.ts'
import { postTransfers } from '#app/domain/ledger/post.server.ts'
import { bondReturned, bondWithheld, interestReceived } from '#app/domain/ledger/transfers/bonds.ts'
import { add, type Cents, cents, sum } from '#app/domain/money/cents.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { requireStepUp } from '#app/domain/staff/step-up/require-step-up.server.ts'
import { wayBack } from './acts.ts'
import { type DeductionReason, stepsAlong } from './bond.ts'
import type { LockedBond } from './lock-bond.server.ts'
import { type OnBond, openBondAct } from './open-bond-act.server.ts'
import { walkBond } from './walk-bond.server.ts'

export type Deduction = { reason: DeductionReason; amount: Cents }

export type BondReturn = OnBond & {
  /** Principal that came into our bank. */
  received: Cents
  /** What the court kept, each with its reason. */
  deductions: Deduction[]
  /** DHS pays interest; a court does not. */
  interest: Cents
  /** The cheque's or transfer's own number. */
  reference: string
  /** A fresh proof of presence, bound to this bond and these figures. */
  stepUpId: string
}

/**
 * Money back from a bond, in full or in part. What is neither received nor kept stays due, and further returns may follow;
 * when nothing is left the bond closes. Recorded by another person than the one who paid it out. Answers what is still due.
 */
export async function recordReturn(returned: BondReturn): Promise<{ returnId: string; stillDue: Cents }> {
  const { staff, received, deductions, interest } = returned
  const kept = sum(deductions.map(({ amount }) => amount))

  return attempt(
    { staff, action: 'bond.returned', subject: 'bond', subjectId: returned.bondId },
    async (tx) => {
      const { bond, at } = await openBondAct(tx, 'return', returned)
      refuseEmptyOrForeignInterest(bond, returned, kept)

      await lockFundBank(tx, [bond.fundId])
      const { refundDue } = await bondBalances(tx, { fundId: bond.fundId, bondId: bond.id })
      const stillDue = cents(refundDue - received - kept)
      if (stillDue < 0n) {
        throw new Refusal('return_exceeds_due', { due: refundDue, entered: add(received, kept) }, 'received')
      }

      await requireStepUp(tx, {
        stepUpId: returned.stepUpId,
        staffId: staff.id,
        boundTo: boundTo.bondReturn({ bondId: bond.id, received, interest, kept }),
      })
      const returnId = randomUUID()
      await tx.bondReturn.create({
        data: {
          id: returnId,
          bondId: bond.id,
          recordedBy: staff.id,
          stepUpId: returned.stepUpId,
          receivedCents: received,
          interestCents: interest,
          reference: returned.reference,
          occurredAt: at,
        },
      })
      await tx.bondDeduction.createMany({
        data: deductions.map(({ reason, amount }, position) => ({
          returnId,
          position,
          reason,
          amountCents: amount,
        })),
      })
      const { fundId } = bond
      await postTransfers(tx, {
        source: { kind: 'bond_return', id: returnId },
        occurredAt: at,
        transfers: [
          ...bondReturned({ fundId, bondId: bond.id, amount: received }),
          ...deductions.flatMap(({ amount }, part) =>
            bondWithheld({ fundId, bondId: bond.id, amount, part }),
          ),
          ...interestReceived({ fundId, amount: interest }),
        ],
      })

      const steps = stepsAlong(bond.kind, bond.state, stillDue === 0n ? wayBack : wayBack.slice(0, 1)) ?? []
      await walkBond(tx, bond, { steps, by: staff.id, reason: 'receipt', at })
      await recordAudit(tx, {
        actor: { kind: 'staff', id: staff.id },
        action: 'bond.returned',
        subject: 'bond',
        subjectId: bond.id,
        fundId,
        detail: {
          receivedCents: received.toString(),
          keptCents: kept.toString(),
          interestCents: interest.toString(),
          stillDueCents: stillDue.toString(),
        },
      })
      return { returnId, stillDue }
    },
  )
}

function refuseEmptyOrForeignInterest(
  bond: LockedBond,
  { received, interest }: BondReturn,
  kept: Cents,
): void {
  if (received + kept + interest === 0n) throw new Refusal('return_is_empty', {}, 'received')
  if (interest > 0n && bond.kind !== 'immigration_bond') {
    throw new Refusal('interest_only_on_immigration_bonds', {}, 'interest')
  }
}
