import { attempt } from '#app/domain/audit/attempt.server.ts'
import { type Paid, type Payment, pay } from '#app/domain/disbursements/pay-disbursement.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { widenToFund } from '#app/platform/db.ts'

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
