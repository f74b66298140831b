import type { Posting } from '#app/domain/ledger/post.server.ts'
import { disputeOpened, disputeWon, stripeFeeTaken } from '#app/domain/ledger/transfers/stripe.ts'
import { enqueue } from '#app/jobs/queue.ts'
import type { Tx } from '#app/platform/db.ts'
import { type Booking, posting } from '../book-other.server.ts'
import { closeImportedDispute } from './close-imported-dispute.server.ts'
import { importedGiftOfCharge, withinGift } from './imported-gift-of-charge.server.ts'
import { tellOfImportedDispute } from './tell-of-imported-dispute.server.ts'

/**
 * A donor's bank took back a gift from before this site began. It is answered at Stripe: there is no gift here whose page could
 * do it. How it ends is asked of Stripe as for any dispute.
 */
export async function bookImportedDispute(tx: Tx, booking: Booking): Promise<Posting[] | null> {
  const { movement, operating } = booking
  const { source } = movement
  if (source.kind !== 'dispute') return null
  const gift = await importedGiftOfCharge(tx, source)
  if (!gift) return null

  const { id, status } = source
  const { amount, fee } = movement.posting
  const state = status === 'won' || status === 'lost' ? status : 'open'
  await tx.importedGiftDispute.createMany({
    data: {
      ...{ id, giftId: gift.id, state, amountCents: amount, giftCents: withinGift(gift, amount) },
      occurredAt: movement.createdAt,
    },
    skipDuplicates: true,
  })
  await enqueue(tx, 'dispute.look', { disputeId: id })
  await tellOfImportedDispute(tx, { id, state, amountCents: amount, gift })
  const { fundId, feesPaidByFund } = gift
  return [
    posting(movement, [
      ...disputeOpened({ fundId, amount }),
      ...stripeFeeTaken({ fundId: feesPaidByFund ? fundId : operating, fee }),
    ]),
  ]
}

/** The bank gave it back: the loss is undone, and the gift counts as before. */
export async function bookImportedDisputeWon(tx: Tx, booking: Booking): Promise<Posting[] | null> {
  const { movement, operating } = booking
  const { source } = movement
  if (source.kind !== 'dispute') return null
  const dispute = await tx.importedGiftDispute.findUnique({
    where: { id: source.id },
    include: { gift: { select: { fundPurpose: { select: { fund: true } } } } },
  })
  if (!dispute) return null

  await closeImportedDispute(tx, { id: dispute.id, status: 'won', at: movement.createdAt })
  await enqueue(tx, 'dispute.look', { disputeId: dispute.id })
  const { fund } = dispute.gift.fundPurpose
  const { amount, fee } = movement.posting
  return [
    posting(movement, [
      ...disputeWon({ fundId: fund.id, amount }),
      ...stripeFeeTaken({ fundId: fund.feesPaidBy === 'fund' ? fund.id : operating, fee }),
    ]),
  ]
}
