import { ringNewWords } from '#app/jobs/queue.ts'
import type { Tx } from '#app/platform/db.ts'
import { tellChange } from './tell-change.server.ts'

type Ending = {
  wishId: string | undefined
  /** Where the wish was named by Stripe: one of another schedule is not believed. */
  scheduleId?: string
  outcome: 'done' | 'refused'
  at: Date
}

/**
 * A wish comes into force, or does not; once, and the donor is told once. A part that comes back may be bound to words that were
 * replaced while it was left out: nobody was told of them for it, and so the announcement is rung.
 */
export async function endWish(tx: Tx, { wishId, scheduleId, outcome, at }: Ending): Promise<void> {
  if (!wishId) return
  const wish = await tx.recurringDonationWish.findUnique({ where: { id: wishId } })
  if (!wish || (scheduleId && wish.recurringDonationId !== scheduleId)) return
  // The schedule first, then the end of its wish: an answer of Stripe's and the event about it come at the same moment.
  await tx.$queryRaw`select id from recurring_donation where id = ${wish.recurringDonationId}::uuid for no key update`
  const { count } = await tx.recurringDonationWishEnd.createMany({
    data: { wishId, outcome, occurredAt: at },
    skipDuplicates: true,
  })
  if (count === 0 || outcome !== 'done') return
  await tellChange(tx, wish)
  if (wish.cause !== 'purpose_changed' && (await isBoundToOlderWords(tx, wishId))) await ringNewWords(tx)
}

async function isBoundToOlderWords(tx: Tx, versionId: string): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    select from recurring_donation_version_part p
     where p.version_id = ${versionId}::uuid
       and p.purpose_version < (select max(v.version) from fund_purpose v where v.fund_id = p.fund_id) limit 1`
  return rows.length > 0
}
