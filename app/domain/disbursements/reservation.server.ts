import { refuseAboveCaps } from '#app/domain/funds/refuse-above-caps.server.ts'
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
  await refuseAboveCaps(tx, disbursement)
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
