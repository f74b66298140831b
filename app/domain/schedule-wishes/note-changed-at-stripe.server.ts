import { allocate } from '#app/domain/money/allocate.ts'
import { partsInForce } from '#app/domain/recurring-donations/read-standing.server.ts'
import type { Tx } from '#app/platform/db.ts'
import { endWish } from './end-wish.server.ts'
import { type Call, type Part, sumOf } from './wish.ts'

type Sight = NonNullable<Awaited<ReturnType<Tx['recurringDonationSight']['findUnique']>>>

const hour = 3_600_000

/**
 * Amount, day or rest that nobody wished here were changed at Stripe. It is followed, since Stripe is what charges, and
 * shown to the staff until both agree again. A change that is under way is left to come to its end.
 */
export async function noteChangedAtStripe(tx: Tx, { id }: { id: string }, at: Date): Promise<void> {
  const schedule = await tx.recurringDonation.findUnique({ where: { stripeSubscriptionId: id } })
  if (!schedule || schedule.state === 'cancelled') return
  const where = { recurringDonationId: schedule.id }
  const sight = await tx.recurringDonationSight.findUnique({ where })
  const wishes = await tx.recurringDonationWish.findMany({
    where,
    include: { recurringDonationWishEnd: true },
    orderBy: { recordedAt: 'desc' },
  })
  if (!sight || wishes.some((wish) => !wish.recurringDonationWishEnd)) return

  const done = wishes.filter((wish) => wish.recurringDonationWishEnd?.outcome === 'done')
  const parts = await partsInForce(tx, schedule.id)
  const isOther = sight.amountCents !== sumOf(parts)
  const strayed = isOther || !isOnItsDay(sight, schedule, done) || !restsAsWished(sight, done, at)
  if (isOther) await followAmount(tx, schedule.id, { parts, sight, at })
  const changedAtStripe = strayed
    ? (sight.changedAtStripe ?? at)
    : isOwnAmount(done)
      ? null
      : sight.changedAtStripe
  await tx.recurringDonationSight.update({ where, data: { changedAtStripe } })
}

type Done = {
  kind: string
  cause: string
  call: unknown
  nextChargeAt: Date | null
  resumesAt: Date | null
}[]

function isOnItsDay({ anchorAt }: Sight, { startedAt }: { startedAt: Date }, done: Done): boolean {
  const wished = done.find(({ kind }) => kind === 'day')?.nextChargeAt ?? startedAt
  return Math.abs(anchorAt.getTime() - wished.getTime()) < hour
}

function restsAsWished({ isPaused, resumesAt }: Sight, done: Done, at: Date): boolean {
  const ends = ({ call }: Done[number]) => (call as Call).pause === 'none'
  const rest = done.find((wish) => ['pause', 'skip', 'resume'].includes(wish.kind) || ends(wish))
  const wished = rest && rest.kind !== 'resume' && !ends(rest) && (!rest.resumesAt || rest.resumesAt > at)
  if (!wished) return !isPaused
  return isPaused && resumesAt?.getTime() === rest.resumesAt?.getTime()
}

/** An amount from Stripe stays marked until someone here wishes another. */
const isOwnAmount = (done: Done): boolean =>
  done.find(({ kind }) => ['amount', 'split', 'purpose'].includes(kind))?.cause !== 'changed_at_stripe'

/** Divides the new amount as the old one was. One that is too small to be divided so is only shown. */
async function followAmount(
  tx: Tx,
  scheduleId: string,
  { parts, sight, at }: { parts: Part[]; sight: Sight; at: Date },
): Promise<void> {
  const cents = allocate(
    sight.amountCents,
    parts.flatMap((part) => [part.giftCents, part.feeCoverCents]),
  )
  const divided = parts.map((part, index) => ({
    ...part,
    giftCents: cents[index * 2] ?? 0n,
    feeCoverCents: cents[index * 2 + 1] ?? 0n,
  }))
  if (divided.some(({ giftCents }) => giftCents <= 0n)) return
  const wish = await tx.recurringDonationWish.create({
    data: {
      ...{
        recurringDonationId: scheduleId,
        kind: 'amount',
        cause: 'changed_at_stripe',
        call: { none: true },
      },
      ...{ amountCents: sight.amountCents, nextChargeAt: sight.periodEndsAt, validUntil: at, occurredAt: at },
    },
  })
  const newest = await tx.recurringDonationVersion.aggregate({
    where: { recurringDonationId: scheduleId },
    _max: { number: true },
  })
  await tx.recurringDonationVersion.create({
    data: { wishId: wish.id, recurringDonationId: scheduleId, number: (newest._max.number ?? 1) + 1 },
  })
  await tx.recurringDonationVersionPart.createMany({
    data: divided.map((part) => ({ versionId: wish.id, ...part })),
  })
  await endWish(tx, { wishId: wish.id, outcome: 'done', at })
}
