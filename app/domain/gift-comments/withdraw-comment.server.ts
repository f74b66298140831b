import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'
import { inTransaction } from '#app/platform/db.ts'

/**
 * A donor takes back that their words may be shown: from this moment nobody outside reads them, for good. A second time
 * changes nothing. Refuses `comment_unknown`.
 */
export async function withdrawComment(of: { donorId: string; intentId: string }): Promise<void> {
  const { donorId, intentId } = of
  await inTransaction({ scope: { kind: 'donor', donorId } }, async (tx) => {
    const comment = await tx.giftComment.findFirst({
      where: { intentId, mayBePublic: true, emptiedAt: null },
      select: { fundId: true },
    })
    if (!comment) throw new Refusal('comment_unknown')
    const { count } = await tx.giftCommentWithdrawal.createMany({
      data: { intentId, occurredAt: now() },
      skipDuplicates: true,
    })
    if (count === 0) return
    await recordAudit(tx, {
      ...{ actor: { kind: 'system' }, action: 'comment.withdrawn', subject: 'comment', subjectId: intentId },
      ...{ fundId: comment.fundId, detail: { by: 'donor' } },
    })
  })
}
