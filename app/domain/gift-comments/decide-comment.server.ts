import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { openComment } from '#app/domain/donations/keep-gift-words.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { scanFreeText } from '#app/domain/vault/scan-free-text.ts'
import { now } from '#app/platform/clock.ts'
import type { CommentStep } from './comment-form.ts'
import { namesItsDonor } from './names-its-donor.ts'

/**
 * Marks a comment as read, shows it on the fund's page, sets it aside, or takes it down again. Refuses `comment_unknown`,
 * `comment_is_public_by_consent` where its donor did not agree or takes it back, `comment_names_its_donor`,
 * `comment_points_to_someone`, `comment_is_decided_once`, `only_shown_words_are_taken_down`. What was done before changes nothing.
 */
export async function decideComment(decision: {
  staff: { id: string; fundIds: string[] }
  intentId: string
  step: CommentStep
}): Promise<void> {
  const { staff, intentId, step } = decision
  const act = { action: `comment.${step}`, subject: 'comment', subjectId: intentId } as const
  await attempt({ staff, ...act }, async (tx) => {
    const [comment] = await tx.$queryRaw<Comment[]>`
      select c.fund_id as "fundId", c.sealed, i.name,
             c.may_be_public and not exists (select from gift_comment_withdrawal w where w.intent_id = c.intent_id) as "mayBePublic",
             (select coalesce(array_agg(s.step), '{}') from gift_comment_step s where s.intent_id = c.intent_id) as steps
        from gift_comment c join gift_intent i on i.id = c.intent_id
       where c.intent_id = ${intentId}::uuid and c.emptied_at is null`
    if (!comment) throw new Refusal('comment_unknown')
    if (comment.steps.includes(step)) return
    refuseUnlessNext(comment, { step, text: openComment(intentId, comment.sealed) })
    await tx.giftCommentStep.create({ data: { intentId, step, staffId: staff.id, occurredAt: now() } })
    await recordAudit(tx, { actor: { kind: 'staff', id: staff.id }, ...act, fundId: comment.fundId })
  })
}

type Comment = { fundId: string; sealed: Uint8Array; name: string; mayBePublic: boolean; steps: string[] }

function refuseUnlessNext(comment: Comment, { step, text }: { step: CommentStep; text: string }): void {
  if (step === 'read') return
  if (step === 'taken_down') {
    if (!comment.steps.includes('approved')) throw new Refusal('only_shown_words_are_taken_down')
    return
  }
  if (step === 'approved' && !comment.mayBePublic) throw new Refusal('comment_is_public_by_consent')
  if (comment.steps.some((done) => done !== 'read')) throw new Refusal('comment_is_decided_once')
  if (step !== 'approved') return
  if (namesItsDonor(text, comment.name)) throw new Refusal('comment_names_its_donor')
  // Words are shown as they were written or not at all: what might point to a person cannot be taken out of them.
  if (scanFreeText(text).length > 0) throw new Refusal('comment_points_to_someone')
}
