import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { dayOf } from '#app/domain/bonds/day-of.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'
import { textVersion } from './texts/texts.ts'

/** That someone who may judge it read the translated agreement: from now on it is signed without the English beside it. */
export async function recordTextReview(review: {
  staff: ActingStaff
  language: 'es' | 'ar'
  /** The reviewer as the organization knows them: a translator or counsel, never a family. */
  reviewer: string
  reviewedOn: string
  timezone: string
}): Promise<void> {
  const { staff, language, reviewer, reviewedOn } = review
  if (reviewedOn > dayOf(now(), review.timezone)) throw new Refusal('fact_lies_ahead', {}, 'reviewedOn')
  await attempt(
    { staff, action: 'copay.text_reviewed', subject: 'copay_text', subjectId: language },
    async (tx) => {
      await tx.copayTextReview.create({
        data: {
          textVersion,
          language,
          reviewer,
          reviewedOn: new Date(`${reviewedOn}T00:00:00Z`),
          recordedBy: staff.id,
        },
      })
      await recordAudit(tx, {
        actor: { kind: 'staff', id: staff.id },
        action: 'copay.text_reviewed',
        subject: 'copay_text',
        subjectId: `${textVersion}-${language}`,
        detail: { language, textVersion },
      })
    },
  )
}
