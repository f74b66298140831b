import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { scheduleLink } from '#app/domain/recurring-donations/schedule-link.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { stopMonthlyGift } from '#app/domain/schedule-wishes/stop-monthly-gift.server.ts'
import { now } from '#app/platform/clock.ts'
import { openDispute } from './open-dispute.server.ts'

type Answer = {
  staff: { id: string; fundIds: string[] }
  disputeId: string
  answer: 'goes_on' | 'stopped'
}

/**
 * Whether a monthly gift goes on whose payment its giver disputed: a person decides, nothing stops by itself. Stopped at
 * Stripe first, which is the same however often it is done; then kept.
 *
 * Refuses `dispute_unknown`, `role_may_not`, `gift_question_was_asked`, `gift_question_is_answered_once` and
 * `stripe_unavailable`.
 */
export async function answerSchedule({ staff, disputeId, answer }: Answer): Promise<void> {
  const of = { staff, action: 'dispute.schedule_answered', subject: 'dispute', subjectId: disputeId }
  const scheduleId = await attempt({ ...of, detail: { answer } }, async (tx) => {
    const { payment } = await openDispute(tx, { disputeId, staff })
    const key = { question_subjectId: { question: 'schedule_after_dispute', subjectId: disputeId } }
    if (await tx.giftAnswer.findUnique({ where: key })) throw new Refusal('gift_question_is_answered_once')
    if (!payment.recurringDonationId) throw new Refusal('gift_question_was_asked')
    return payment.recurringDonationId
  })
  if (answer === 'stopped') await stopMonthlyGift(tokenOf(scheduleId))
  await attempt({ ...of, detail: { answer } }, async (tx) => {
    const { payment } = await openDispute(tx, { disputeId, staff })
    await tx.giftAnswer.create({
      data: {
        ...{ question: 'schedule_after_dispute', subjectId: disputeId, paymentId: payment.id, answer },
        ...{ answeredBy: staff.id, occurredAt: now() },
      },
    })
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      action: 'dispute.schedule_answered',
      ...{ subject: 'payment', subjectId: payment.id, fundId: payment.fundId },
      detail: { answer, disputeId },
    })
  })
}

/** The giver's own link stops it, so that there is one way to. */
const tokenOf = (scheduleId: string): string => scheduleLink(scheduleId, 'en').split('/').at(-1) ?? ''
