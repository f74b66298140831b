import { Refusal } from '#app/domain/refusal.ts'
import { enqueue } from '#app/jobs/queue.ts'
import type { Tx } from '#app/platform/db.ts'
import { type Plan, type Standing, sumOf, type WishCause } from './wish.ts'

/** Who asks is given this long to carry it out; then the job repeats the same call. */
const patience = 30_000

type Wished = {
  gift: Standing
  plan: Plan
  cause: WishCause
  formKey?: string
  fundId?: string
  fundStateChangeId?: bigint
}

/**
 * Writes down what is to be asked of Stripe, before it is asked, with the job that finishes it whatever happens to us.
 * Answers its id. Breaks `one_change_at_a_time`, `wish_is_confirmed_once`, `ended_gift_is_not_changed`; refuses `gift_moved_on`.
 */
export async function recordWish(tx: Tx, { gift, plan, ...wished }: Wished): Promise<string> {
  const { parts, call, ...facts } = plan
  const { id } = await tx.recurringDonationWish.create({
    data: { recurringDonationId: gift.id, ...facts, ...wished, call, occurredAt: gift.at },
    select: { id: true },
  })
  await refuseWhatMovedOn(tx, gift)
  if (parts) {
    const newest = await tx.recurringDonationVersion.aggregate({
      where: { recurringDonationId: gift.id },
      _max: { number: true },
    })
    await tx.recurringDonationVersion.create({
      data: { wishId: id, recurringDonationId: gift.id, number: (newest._max.number ?? 1) + 1 },
    })
    await tx.recurringDonationVersionPart.createMany({
      data: parts.map((part) => ({ versionId: id, ...part })),
    })
    if (sumOf(parts) !== plan.amountCents) throw new Error('a version that does not add up')
  }
  await enqueue(
    tx,
    'monthly.carry-out',
    { wishId: id },
    { key: `monthly.carry-out:${id}`, inMilliseconds: patience },
  )
  return id
}

/**
 * What is asked of Stripe was reckoned from the gift as it was read. Under the lock that the wish took, another change that
 * came into force since then is seen: it would be undone without a word.
 */
async function refuseWhatMovedOn(tx: Tx, gift: Standing): Promise<void> {
  const done = await tx.recurringDonationWish.count({
    where: { recurringDonationId: gift.id, recurringDonationWishEnd: { outcome: 'done' } },
  })
  if (done !== gift.wishes.length) throw new Refusal('gift_moved_on')
}
