import { issueReceipts } from '#app/domain/receipts/issue-receipts.server.ts'
import { sweep } from '#app/domain/stripe-mirror/sweep.server.ts'
import { db } from '#app/platform/db.ts'
import { stripe } from '#app/platform/stripe.ts'
import { controlOf } from './control.ts'
import { givenIntent } from './given-intent.ts'
import type { World } from './world.ts'

/** A gift of $50 with its receipt, refunded by $10 and paid out; and one of $20 whose receipt is still to be written. */
export async function givenGiftThatWasPaidOut(world: World, fundId: string): Promise<void> {
  const control = controlOf(world)
  await control.post('account', { settleDelayMs: 0 })
  const give = async (amount: number) => {
    const intent = await givenIntent({ parts: [{ fundId, giftCents: BigInt(amount) }] })
    return control.post<{ id: string }>('charges', { amount, metadata: { intent } })
  }
  const { id: charge } = await give(50_00)
  await stripe().refunds.create({ charge, amount: 10_00 })
  await control.post('payouts', { everything: true })
  await give(20_00)
  await sweep('slow')
  const { id } = await db().payment.findFirstOrThrow({ where: { chargeId: charge } })
  await issueReceipts({ paymentIds: [id] })
}
