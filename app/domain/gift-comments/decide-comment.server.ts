import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'
import type { CommentStep } from './comment-form.ts'

/**
 * Marks a comment as read, lets the fund use it in public, or sets it aside. Refuses `comment_unknown`,
 * `comment_is_public_by_consent` where its donor did not agree, `comment_is_decided_once`. Reading again changes nothing.
 */
export async function decideComment(decision: {
  staff: { id: string; fundIds: string[] }
  intentId: string
  step: CommentStep
}): Promise<void> {
  const { staff, intentId, step } = decision
  const act = { action: `comment.${step}`, subject: 'comment', subjectId: intentId } as const
  await attempt({ staff, ...act }, async (tx) => {
    const [comment] = await tx.$queryRaw<{ fundId: string; mayBePublic: boolean; steps: string[] }[]>`
      select c.fund_id as "fundId", c.may_be_public as "mayBePublic",
             (select coalesce(array_agg(s.step), '{}') from gift_comment_step s where s.intent_id = c.intent_id) as steps
        from gift_comment c where c.intent_id = ${intentId}::uuid and c.emptied_at is null`
    if (!comment) throw new Refusal('comment_unknown')
    if (comment.steps.includes(step)) return
    if (step === 'approved' && !comment.mayBePublic) throw new Refusal('comment_is_public_by_consent')
    if (step !== 'read' && comment.steps.some((done) => done !== 'read'))
      throw new Refusal('comment_is_decided_once')
    await tx.giftCommentStep.create({ data: { intentId, step, staffId: staff.id, occurredAt: now() } })
    await recordAudit(tx, { actor: { kind: 'staff', id: staff.id }, ...act, fundId: comment.fundId })
  })
}
