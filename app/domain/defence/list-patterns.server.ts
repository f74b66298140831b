import { inTransaction } from '#app/platform/db.ts'
import type { PatternKind, PatternWord } from './pattern.ts'

export type ListedPattern = {
  id: string
  kind: PatternKind
  size: number
  foundAt: Date
  gifts: { paymentId: string; receiptNumber: bigint; amountCents: bigint; at: Date }[]
  look: { word: PatternWord; by: string; at: Date } | null
}

const shownAtMost = 100
const giftsAtMost = 12

/**
 * Patterns among the gifts of these funds, those first that nobody has looked at. Of a group that grew, the largest. Gifts
 * by receipt number: who gave is on the gift's own page.
 */
export const listPatterns = ({ fundIds }: { fundIds: string[] }): Promise<ListedPattern[]> =>
  inTransaction({ scope: { kind: 'staff', fundIds } }, async (tx) => {
    const patterns = await tx.$queryRaw<Omit<ListedPattern, 'gifts' | 'look'>[]>`
      select g.id, g.kind, g.size, g.occurred_at as "foundAt" from gift_pattern g
        left join gift_pattern_look l on l.pattern_id = g.id
       where not exists (select from gift_pattern o where o.kind = g.kind and o.about = g.about and o.size > g.size)
       order by l.pattern_id is not null, g.recorded_at desc, g.id limit ${shownAtMost}`
    const ids = patterns.map(({ id }) => id)
    const gifts = await tx.$queryRaw<({ patternId: string } & ListedPattern['gifts'][number])[]>`
      select * from (
        select x.pattern_id as "patternId", p.id as "paymentId", p.receipt_number as "receiptNumber",
               p.amount_cents as "amountCents", p.occurred_at as at,
               row_number() over (partition by x.pattern_id order by p.occurred_at desc, p.id) as place
          from gift_pattern_gift x join payment p on p.id = x.payment_id where x.pattern_id = any(${ids}::uuid[])) r
       where r.place <= ${giftsAtMost} order by r.place`
    const looks = await tx.$queryRaw<
      { patternId: string; word: PatternWord; by: string; at: Date }[]
    >`select l.pattern_id as "patternId", l.word, s.name as by, l.occurred_at as at
        from gift_pattern_look l join staff s on s.id = l.looked_by where l.pattern_id = any(${ids}::uuid[])`
    return patterns.map((pattern) => {
      const look = looks.find(({ patternId }) => patternId === pattern.id)
      return {
        ...pattern,
        gifts: gifts
          .filter(({ patternId }) => patternId === pattern.id)
          .map(({ paymentId, receiptNumber, amountCents, at }) => ({
            paymentId,
            receiptNumber,
            amountCents,
            at,
          })),
        look: look ? { word: look.word, by: look.by, at: look.at } : null,
      }
    })
  })
