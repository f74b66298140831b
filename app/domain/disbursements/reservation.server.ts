import { limitsInForce } from '#app/domain/funds/limits-in-force.server.ts'
import { freeToCommit, lockFundBank } from '#app/domain/ledger/balances.server.ts'
import type { Cents } from '#app/domain/money/cents.ts'
import { Refusal } from '#app/domain/refusal.ts'
import type { Tx } from '#app/platform/db.ts'
import type { LockedDisbursement } from './lock-disbursement.server.ts'

/** Sets the sum of the lines aside. Refuses what the fund cannot cover, with the figure that was seen under the lock. */
export async function reserve(tx: Tx, disbursement: LockedDisbursement, at: Date): Promise<void> {
  await lockFundBank(tx, [disbursement.fundId])
  const free = await freeToCommit(tx, disbursement.fundId)
  if (disbursement.total > free) {
    throw new Refusal('fund_never_overcommitted', { free, needed: disbursement.total })
  }
  await refuseAboveCaps(tx, { ...disbursement, most: disbursement.total })
  await tx.reservation.create({
    data: {
      disbursementId: disbursement.id,
      fundId: disbursement.fundId,
      amountCents: disbursement.total,
      freeToCommitSeenCents: free,
      occurredAt: at,
    },
  })
}

/** Under the fund's lock: what the fund lets through at once, and within 24 hours. */
export async function refuseAboveCaps(
  tx: Tx,
  { fundId, total, most }: { fundId: string; total: bigint; most: bigint },
): Promise<void> {
  const { capCents: cap, dailyCapCents: daily } = await limitsInForce(tx, fundId)
  if (cap !== null && most > cap) throw new Refusal('disbursement_stays_within_cap', { cap, needed: most })
  if (daily === null) return
  const [row] = await tx.$queryRaw<
    { gone: bigint }[]
  >`select committed_in_a_day_cents(${fundId}::uuid) as gone`
  const left = daily - (row?.gone ?? 0n)
  if (total > left) throw new Refusal('fund_stays_within_daily_cap', { left, needed: total })
}

/** Gives back what was set aside, if anything was: nothing was paid out of it. */
export async function release(
  tx: Tx,
  disbursement: LockedDisbursement,
  resolution: { kind: 'released' | 'expired'; at: Date },
): Promise<void> {
  const held = await heldReservation(tx, disbursement)
  if (!held) return
  await lockFundBank(tx, [disbursement.fundId])
  await tx.reservationResolution.create({
    data: {
      reservationId: held.id,
      kind: resolution.kind,
      releasedCents: held.amountCents,
      occurredAt: resolution.at,
    },
  })
}

/** Spends it: what was paid below the ceilings is free again. */
export async function spend(
  tx: Tx,
  disbursement: LockedDisbursement,
  payment: { paid: Cents; at: Date },
): Promise<void> {
  const held = await tx.reservation.findFirstOrThrow({
    where: { disbursementId: disbursement.id, held: true },
  })
  await tx.reservationResolution.create({
    data: {
      reservationId: held.id,
      kind: 'spent',
      spentCents: payment.paid,
      releasedCents: held.amountCents - payment.paid,
      occurredAt: payment.at,
    },
  })
}

const heldReservation = (tx: Tx, disbursement: LockedDisbursement) =>
  tx.reservation.findFirst({ where: { disbursementId: disbursement.id, held: true } })
