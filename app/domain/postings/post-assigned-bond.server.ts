import { attempt } from '#app/domain/audit/attempt.server.ts'
import { type Paid, type Payment, pay } from '#app/domain/disbursements/pay-disbursement.server.ts'
import {
  payShared,
  type SharedPaid,
  type SharedPayment,
} from '#app/domain/disbursements/shared-bonds/pay-shared-bond.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { widenToFund, widenToFunds } from '#app/platform/db.ts'
import { theirParts } from './their-parts.server.ts'

/**
 * Records what was posted by whom it was given to. They need not see the fund: that this one is theirs is proved in their
 * own narrow scope, then the fund's rules judge it as any payment. Refuses `disbursement_unknown` for what is not theirs,
 * and all that a payment refuses.
 */
export const postAssignedBond = (payment: Payment): Promise<Paid> =>
  attempt(
    {
      ...{ staff: payment.staff, action: 'disbursement.paid' },
      ...{ subject: 'disbursement', subjectId: payment.disbursementId },
      scope: { kind: 'poster', staffId: payment.staff.id },
    },
    async (tx) => {
      const theirs = await tx.disbursement.findUnique({
        where: { id: payment.disbursementId },
        select: { fundId: true },
      })
      if (!theirs) throw new Refusal('disbursement_unknown')

      await widenToFund(tx, theirs.fundId)
      return pay(tx, payment)
    },
  )

/**
 * The same of a bond that funds share, by the one person who carries it: every part was given to them, or they pay none. Refuses
 * `disbursement_unknown`, and all that the payment of a shared bond refuses.
 */
export const postAssignedSharedBond = ({
  caseCode,
  ...payment
}: SharedPayment & { caseCode: string }): Promise<SharedPaid> =>
  attempt(
    {
      ...{ staff: payment.staff, action: 'disbursement.paid' },
      ...{ subject: 'shared_bond', subjectId: payment.sharedBondId },
      scope: { kind: 'poster', staffId: payment.staff.id },
    },
    async (tx) => {
      const theirs = await theirParts(tx, caseCode)
      if (theirs.length === 0) throw new Refusal('disbursement_unknown')

      // A part that was not given to them is of a fund that this shows nothing of: the payment refuses it.
      await widenToFunds(
        tx,
        theirs.map(({ fundId }) => fundId),
      )
      return payShared(tx, payment)
    },
  )
