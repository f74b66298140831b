import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { rolesFor } from '#app/domain/staff/access.ts'
import { now } from '#app/platform/clock.ts'
import type { PatternWord } from './pattern.ts'

/**
 * Says of a pattern what it is, once, by someone who answers for one of its funds. Refuses `pattern_unknown` (another
 * fund's too), `role_may_not`, `pattern_is_looked_at_once`.
 */
export async function lookAtPattern(look: {
  staff: { id: string; fundIds: string[] }
  patternId: string
  word: PatternWord
}): Promise<void> {
  const { staff, patternId, word } = look
  const attempted = {
    ...{ action: 'gift_pattern.looked_at', subject: 'gift_pattern', subjectId: patternId },
    detail: { word },
  }
  await attempt({ staff, ...attempted }, async (tx) => {
    const pattern = await tx.giftPattern.findUnique({
      where: { id: patternId },
      include: { giftPatternLook: true, giftPatternGifts: true },
    })
    if (!pattern) throw new Refusal('pattern_unknown')
    const donations = await tx.donation.findMany({
      where: {
        paymentId: { in: pattern.giftPatternGifts.map(({ paymentId }) => paymentId) },
        fundId: { in: staff.fundIds },
      },
      distinct: ['fundId'],
      orderBy: { fundId: 'asc' },
      select: { fundId: true },
    })
    const held = await tx.staffRole.findFirst({
      where: {
        staffId: staff.id,
        role: { in: [...rolesFor('patterns:look')] },
        fundId: { in: donations.map(({ fundId }) => fundId) },
      },
    })
    if (!held) throw new Refusal('role_may_not')
    if (pattern.giftPatternLook) throw new Refusal('pattern_is_looked_at_once')

    await tx.giftPatternLook.create({ data: { patternId, lookedBy: staff.id, word, occurredAt: now() } })
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      ...{ ...attempted, fundId: held.fundId },
    })
  })
}
