import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { openPayment } from '#app/domain/gifts/open-payment.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'

type Answer = {
  staff: { id: string; fundIds: string[] }
  paymentId: string
  refundId: string
  answer: 'donor_reached' | 'refunded_anew' | 'donor_leaves_it'
}

/** Says what became of a refund that the card network sent back. Once. Refuses `gift_question_is_answered_once` and `gift_question_was_asked`. */
export async function answerRefundFailure({ staff, paymentId, refundId, answer }: Answer): Promise<void> {
  const of = { staff, action: 'refund.failure_answered', subject: 'payment', subjectId: paymentId }
  await attempt({ ...of, detail: { answer } }, async (tx) => {
    const payment = await openPayment(tx, { paymentId, staff, action: 'donations:refund' })
    const failed = await tx.refund.count({
      where: { id: refundId, paymentId, failedTxnId: { not: null } },
    })
    if (failed === 0) throw new Refusal('gift_question_was_asked')
    await tx.giftAnswer.create({
      data: {
        ...{ question: 'refund_failed', subjectId: refundId, paymentId, answer },
        ...{ answeredBy: staff.id, occurredAt: now() },
      },
    })
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      action: 'refund.failure_answered',
      ...{ subject: 'payment', subjectId: paymentId, fundId: payment.fundId },
      detail: { answer, refundId },
    })
  })
}
