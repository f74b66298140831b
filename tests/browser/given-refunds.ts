import { lookAtDispute } from '#app/domain/disputes/look-at-dispute.server.ts'
import { prepareEvidence } from '#app/domain/disputes/prepare-evidence.server.ts'
import { cents } from '#app/domain/money/cents.ts'
import { proposeRefundPolicy } from '#app/domain/refund-policies/propose-policy.server.ts'
import { sweep } from '#app/domain/stripe-mirror/sweep.server.ts'
import { stripe } from '#app/platform/stripe.ts'
import type { Control } from '#tests/support/control.ts'
import { givenActor, type Team } from '#tests/support/given-disbursement.ts'
import { askRefund, givenPaidGift } from '#tests/support/given-refund.ts'

/** Gifts with a refund that waits, one that came back, one made at Stripe; disputes that wait, are answered, and are lost. */
export async function givenRefunds(control: Control, team: Team) {
  const { fundId } = team
  const asker = await givenActor(fundId, ['treasurer'])
  const paid = (giftCents: bigint, feeCoverCents = 0n) =>
    givenPaidGift(control, { parts: [{ fundId, giftCents, feeCoverCents }] })
  const [waits, failed, split] = [await paid(64_00n, 1_80n), await paid(30_00n), await paid(75_00n)]
  await askRefund({ staff: asker, paymentId: waits.paymentId, amount: cents(20_00n) })
  const { id } = await stripe().refunds.create({ charge: failed.charge, amount: 10_00 })
  await sweep('fast')
  await control.post(`refunds/${id}/fail`)

  const disputed = async (giftCents: bigint) => {
    const { charge } = await paid(giftCents)
    const { id: disputeId } = await control.post<{ id: string }>('disputes', { charge })
    await lookAtDispute({ disputeId })
    return disputeId
  }
  const [open, prepared, lost] = [await disputed(42_00n), await disputed(18_00n), await disputed(9_00n)]
  await prepareEvidence({
    ...{ staff: asker, disputeId: prepared },
    evidence: { product_description: 'A single gift of $18.00.', customer_name: 'Robin Example' },
  })
  await control.post(`disputes/${lost}/close`, { status: 'lost' })
  await sweep('fast')
  await lookAtDispute({ disputeId: lost })
  const other = await givenActor(fundId, ['administrator'])
  await proposeRefundPolicy({
    ...{ staff: other, fundId, alone: 25_00n, days: 90 },
    texts: {
      en: 'Write to us within 90 days.',
      es: 'Escríbanos dentro de 90 días.',
      ar: 'اكتب إلينا خلال 90 يومًا.',
    },
  })
  return {
    gifts: { waits: waits.paymentId, failed: failed.paymentId, split: split.paymentId },
    disputes: { open, prepared, lost },
  }
}
