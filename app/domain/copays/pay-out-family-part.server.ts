import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { refuseImpossibleTime } from '#app/domain/disbursements/when-it-happened.ts'
import { postTransfers } from '#app/domain/ledger/post.server.ts'
import { copayPaidOut } from '#app/domain/ledger/transfers/copay.ts'
import { cents } from '#app/domain/money/cents.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { tellAdministrators } from '#app/domain/staff/notices/tell-administrators.server.ts'
import { requireStepUp } from '#app/domain/staff/step-up/require-step-up.server.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import { whyNotPayout } from './acts.ts'
import type { PayoutMethod } from './copay.ts'
import { openPayout, refuseNamedReference } from './open-agreement.server.ts'

/** Records that the family has their money: to the one who signed, with the check's or transfer's number. */
export async function payOutFamilyPart(paid: {
  staff: ActingStaff
  payoutId: string
  stepUpId: string
  method: PayoutMethod
  reference: string
  occurredAt?: Date | undefined
}): Promise<void> {
  const { staff, payoutId, stepUpId, method, reference } = paid
  const recordedAt = now()
  const at = paid.occurredAt ?? recordedAt
  await attempt(
    { staff, action: 'copay.paid_out', subject: 'copay_payout', subjectId: payoutId },
    async (tx) => {
      const { agreement, payout, roles } = await openPayout(tx, { payoutId, staffId: staff.id })
      const refusal = whyNotPayout('pay', payout, { id: staff.id, roles })
      if (refusal) throw refusal
      await refuseNamedReference(tx, agreement, reference)
      refuseImpossibleTime({
        occurredAt: at,
        notBefore: await approvedAt(tx, payoutId),
        now: recordedAt,
        tooEarly: 'payment_before_approval',
      })
      await requireStepUp(tx, { stepUpId, staffId: staff.id, boundTo: boundTo.payPayout(payoutId) })

      await tx.copayPayoutPayment.create({
        data: { payoutId, paidBy: staff.id, stepUpId, method, reference, occurredAt: at },
      })
      await postTransfers(tx, {
        source: { kind: 'copay_payout', id: payoutId },
        occurredAt: at,
        transfers: copayPaidOut({
          fundId: agreement.fundId,
          agreementId: agreement.id,
          amount: cents(payout.amountCents),
        }),
      })
      await recordAudit(tx, {
        actor: { kind: 'staff', id: staff.id },
        action: 'copay.paid_out',
        subject: 'copay_agreement',
        subjectId: agreement.id,
        fundId: agreement.fundId,
        detail: { amountCents: payout.amountCents.toString(), method },
      })
      const { id, fundId, caseCode } = agreement
      await tellAdministrators(tx, {
        ...{ fundId, event: 'paid', by: staff.id, key: `payout:${payoutId}`, caseCode },
        amountCents: payout.amountCents,
        path: `/admin/copays/${id}`,
      })
    },
  )
}

const approvedAt = async (tx: Tx, payoutId: string): Promise<Date> =>
  (await tx.copayPayoutApproval.findFirstOrThrow({ where: { payoutId, completes: true } })).occurredAt
