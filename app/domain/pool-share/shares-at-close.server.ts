import type { Reach } from '#app/domain/transparency/close-window.server.ts'
import type { Read } from '#app/domain/transparency/read.server.ts'
import { Prisma } from '#prisma/generated/client.ts'
import { type Fixed, minus, none, plus } from './fixed.ts'
import { type Tranche, tranchesOf } from './gift-life.ts'
import { type GiftOfDonor, giftSteps } from './gift-steps.server.ts'
import { poolPeriods } from './pool-periods.server.ts'
import { shareOf, standingOf } from './share-of.ts'
import { type FlowKind, mapFlows, type PoolPeriodRow } from './strike-period.ts'

/** A fund's pool as of a close: all periods struck by then. */
export type PoolAtClose = {
  fundId: string
  /** The close that struck the last of them; it may be an earlier one, since one that misses k ends no period. */
  closeId: string
  reach: Reach
  periods: PoolPeriodRow[]
  closeSeqs: number[]
  roundingCents: bigint
}

/** What the pool did with one donor's gifts, in cents with 24 digits. Computed when asked, stored nowhere. */
export type DonorShare = {
  donorId: string
  /** Gifts and fee cover that were not given back, in cents. */
  given: bigint
  /** The first period that a gift of theirs joined and is still in. */
  joinedSeq: number
  flows: Record<FlowKind, Fixed>
  units: Fixed
  worth: Fixed
  outOnBonds: Fixed
}

/** Null while no period has been struck by that close. */
export async function poolAtClose(read: Read, closeId: string): Promise<PoolAtClose | null> {
  const [close] = await read<{ fund_id: string; seq: number; rounding: string }>(Prisma.sql`
    select fund_id::text, seq, rounding_cents::text as rounding from publication_close where id = ${closeId}::uuid`)
  if (!close) return null
  const struck = (await poolPeriods(read, close.fund_id)).filter(({ closeSeq }) => closeSeq <= close.seq)
  const last = struck.at(-1)
  if (!last) return null
  return {
    fundId: close.fund_id,
    closeId: last.closeId,
    reach: last.reach,
    periods: struck.map(({ row }) => row),
    closeSeqs: struck.map(({ closeSeq }) => closeSeq),
    roundingCents: BigInt(close.rounding),
  }
}

/** The shares of the donors given, in one read. A donor whose gifts all went back, or joined later, has none. */
export async function sharesAtClose(
  read: Read,
  pool: PoolAtClose,
  donorIds: readonly string[],
): Promise<Map<string, DonorShare>> {
  if (donorIds.length === 0) return new Map()
  const gifts = await giftSteps(read, {
    window: { fundId: pool.fundId, at: pool.reach, since: null },
    currentSeq: pool.periods.length,
    payments: Prisma.sql`select id from payment where donor_id = any (${[...donorIds]}::uuid[])`,
  })
  const shares = new Map<string, DonorShare>()
  for (const gift of gifts) {
    const before = shares.get(gift.donorId)
    const share = addGift(before ?? nothingOf(gift.donorId), gift, pool)
    if (share.units > 0n || before) shares.set(gift.donorId, share)
  }
  return shares
}

/** What the pool would have done with a gift of that many cents, less no fee, since the beginning of its epoch. */
export function shareOfExample(pool: PoolAtClose, cents: bigint): DonorShare {
  const epoch = pool.periods.at(-1)?.epoch
  const first = pool.periods.find((period) => period.epoch === epoch)
  const steps = first ? [{ seq: first.seq, gross: cents, fee: 0n }] : []
  return addGift(nothingOf(''), { paymentId: '', donorId: '', steps }, pool)
}

const nothingOf = (donorId: string): DonorShare => ({
  ...{ donorId, given: 0n, joinedSeq: Number.POSITIVE_INFINITY, flows: mapFlows(() => none) },
  ...{ units: none, worth: none, outOnBonds: none },
})

function addGift(share: DonorShare, gift: GiftOfDonor, { periods }: PoolAtClose): DonorShare {
  return tranchesOf(gift.steps, periods).reduce((sum, tranche) => {
    const kept = keptUnits(tranche)
    if (kept === 0n) return sum
    const flows = shareOf(tranche, periods, periods.length)
    const { worth, outOnBonds } = standingOf(tranche, periods, periods.length)
    return {
      donorId: sum.donorId,
      given: sum.given + tranche.refundable - tranche.refunded,
      joinedSeq: Math.min(sum.joinedSeq, tranche.joinedSeq),
      flows: mapFlows((kind) => plus(sum.flows[kind], flows[kind])),
      units: plus(sum.units, kept),
      worth: plus(sum.worth, worth),
      outOnBonds: plus(sum.outOnBonds, outOnBonds),
    }
  }, share)
}

const keptUnits = (tranche: Tranche): Fixed =>
  tranche.cancellations.reduce((left, { units }) => minus(left, units), tranche.units)
