import type { Reader } from '#app/domain/disbursements/reads/disbursement-page.server.ts'
import { type GiftPage, giftPage } from '#app/domain/gifts/gift-page.server.ts'
import { whoAnswers } from '#app/domain/gifts/who-answers.server.ts'
import { may } from '#app/domain/staff/access.ts'
import { rolesIn } from '#app/domain/staff/staff.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { awaitsAnswer } from './dispute.ts'
import { type EvidencePack, evidencePack } from './evidence-pack.server.ts'

export type DisputePage = {
  id: string
  status: string
  reason: string
  amountCents: bigint
  dueBy: Date | null
  createdAt: Date
  gift: GiftPage
  /** What we know, to be chosen from; null where no answer counts any more, or for one who only reads. */
  pack: EvidencePack | null
  /** What a monthly gift asks, and what was answered. */
  schedule: { state: string; answer: string | null } | null
  mayAnswer: boolean
  /**
   * Why the reader finds no form where an answer is still wanted: the names of the gift's funds in which they may not answer,
   * and whether somebody else may in all of them. Null where they may, or nothing is wanted.
   */
  notTheirs: { funds: string[]; isSomeones: boolean } | null
}

/** One dispute with what may be answered; null where none of its gift's funds is the reader's to read gifts of. */
export async function disputePage(of: { disputeId: string; staff: Reader }): Promise<DisputePage | null> {
  const dispute = await db().disputeCase.findUnique({ where: { id: of.disputeId } })
  const payment = dispute && (await db().payment.findUnique({ where: { chargeId: dispute.chargeId } }))
  const gift = payment && (await giftPage({ paymentId: payment.id, staff: of.staff }))
  if (!(dispute && payment && gift)) return null

  const lacking = gift.parts.filter(({ fundId }) => !may(rolesIn(of.staff, fundId), 'disputes:answer'))
  const mayAnswer = lacking.length === 0
  return inTransaction({ scope: { kind: 'staff', fundIds: of.staff.fundIds } }, async (tx) => {
    const schedule = payment.recurringDonationId
      ? await tx.recurringDonation.findUniqueOrThrow({ where: { id: payment.recurringDonationId } })
      : null
    const answered = await tx.giftAnswer.findUnique({
      where: { question_subjectId: { question: 'schedule_after_dispute', subjectId: dispute.id } },
    })
    const isWanted =
      awaitsAnswer(dispute.status) || (schedule !== null && schedule.state !== 'cancelled' && !answered)
    const [who] =
      mayAnswer || !isWanted
        ? []
        : await whoAnswers(tx, {
            ...{ staffId: of.staff.id, paymentIds: [payment.id], action: 'disputes:answer' },
          })
    const { id, status, reason, amountCents, dueBy, createdAt } = dispute
    return {
      ...{ id, status, reason, amountCents, dueBy, createdAt, gift, mayAnswer },
      pack: mayAnswer && awaitsAnswer(status) ? await evidencePack(tx, payment.id) : null,
      notTheirs: who ? { funds: lacking.map(({ fundName }) => fundName), isSomeones: who.isSomeones } : null,
      schedule: schedule && { state: schedule.state, answer: answered?.answer ?? null },
    }
  })
}
