import { acceptDispute } from '#app/domain/disputes/accept-dispute.server.ts'
import { lookAtDispute } from '#app/domain/disputes/look-at-dispute.server.ts'
import { prepareEvidence } from '#app/domain/disputes/prepare-evidence.server.ts'
import { cents } from '#app/domain/money/cents.ts'
import { decideRefundPolicy } from '#app/domain/refund-policies/decide-policy.server.ts'
import { proposeRefundPolicy } from '#app/domain/refund-policies/propose-policy.server.ts'
import { confirmRequest } from '#app/domain/refunds/confirm-request.server.ts'
import { refundPayment } from '#app/domain/refunds/refund-payment.server.ts'
import { sendRequest } from '#app/domain/refunds/send-request.server.ts'
import { settleRequests } from '#app/domain/refunds/settle-requests.server.ts'
import { withdrawRequest } from '#app/domain/refunds/withdraw-request.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { sweep } from '#app/domain/stripe-mirror/sweep.server.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { stripe } from '#app/platform/stripe.ts'
import type { DemonstrationStaff, Person } from './people.ts'
import { control } from './sandbox.ts'
import { wasPresent } from './was-present.ts'

type Gift = { id: string; chargeId: string; amountCents: bigint }

/** Gifts that went back, whole and in part, one that waits for a second person, one taken back, one that Stripe refused, one that it took and gave up, and disputes: open, won, lost, given up. */
export async function seedRefunds({ dana, sam }: DemonstrationStaff): Promise<void> {
  const [whole, part, waits, takenBack, open, won, lost, givenUp, twice, fellThrough] =
    await newestUntouched(10)
  await refund(whole, whole?.amountCents ?? 0n, dana, sam)
  await refund(part, (part?.amountCents ?? 0n) / 3n, dana, sam)
  await ask(waits, waits?.amountCents ?? 0n, dana)
  const mistaken = await ask(takenBack, takenBack?.amountCents ?? 0n, dana)
  if (mistaken) await withdrawRequest({ staff: dana, requestId: mistaken })
  await refuse(twice, dana, sam)
  await fallThrough(fellThrough, dana, sam)
  await dispute(open)
  await end(await dispute(won), 'won', dana)
  await end(await dispute(lost), 'lost', null)
  await giveUp(await dispute(givenUp), givenUp?.amountCents ?? 0n, { dana, sam })
  await sweep('fast')
  await promise(sam)
}

/** Gifts of one payment each that nothing has happened to yet. */
const newestUntouched = (count: number): Promise<Gift[]> =>
  db().$queryRaw<Gift[]>`
    select p.id, p.charge_id as "chargeId", p.amount_cents as "amountCents" from payment p
     where p.charge_id is not null and p.recurring_donation_id is null and p.amount_cents between 2000 and 30000
       and not exists (select from refund f where f.payment_id = p.id)
       and not exists (select from dispute d where d.payment_id = p.id)
     order by p.occurred_at desc, p.id limit ${count}`

async function ask(gift: Gift | undefined, amount: bigint, asker: Person): Promise<string | null> {
  if (!gift) return null
  const wish = { paymentId: gift.id, amount: cents(amount), reason: 'donor_asked' as const }
  const stepUpId = await wasPresent(asker, boundTo.refund(wish))
  const { requestId } = await refundPayment({ staff: asker, ...wish, before: 0n, stepUpId })
  return requestId
}

/** Somebody was quicker on Stripe's own pages: it refuses to send the same gift back again. */
async function refuse(gift: Gift | undefined, asker: Person, other: Person): Promise<void> {
  if (!gift) return
  const requestId = (await ask(gift, gift.amountCents, asker)) ?? ''
  await stripe().refunds.create({ charge: gift.chargeId })
  const stepUpId = await wasPresent(other, boundTo.confirmRequest(requestId))
  await confirmRequest({ staff: other, requestId, stepUpId })
  await sendRequest({ requestId })
}

/** There was too little at Stripe to send it back with: it waited for days, and Stripe gave it up. */
export async function fallThrough(gift: Gift | undefined, asker: Person, other: Person): Promise<void> {
  await control('account', { refundsWait: true })
  const requestId = await refund(gift, gift?.amountCents ?? 0n, asker, other)
  await control('account', { refundsWait: false })
  if (!requestId) return
  const { stripeId } = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.stripeRequestStep.findFirstOrThrow({ where: { requestId, kind: 'at_stripe' } }),
  )
  await control(`refunds/${stripeId}/fail`)
  await settleRequests()
}

async function refund(
  gift: Gift | undefined,
  amount: bigint,
  asker: Person,
  other: Person,
): Promise<string | null> {
  const requestId = await ask(gift, amount, asker)
  if (!requestId) return null
  const stepUpId = await wasPresent(other, boundTo.confirmRequest(requestId))
  await confirmRequest({ staff: other, requestId, stepUpId })
  await sendRequest({ requestId })
  return requestId
}

async function dispute(gift: Gift | undefined): Promise<string | null> {
  if (!gift) return null
  const disputeId = String((await control('disputes', { charge: gift.chargeId })).id)
  await sweep('fast')
  await lookAtDispute({ disputeId })
  return disputeId
}

async function end(disputeId: string | null, status: 'won' | 'lost', answers: Person | null): Promise<void> {
  if (!disputeId) return
  if (answers) {
    const { requestId } = await prepareEvidence({
      ...{ staff: answers, disputeId },
      evidence: { product_description: 'A charitable gift. Nothing was sold or shipped.' },
    })
    const stepUpId = await wasPresent(answers, boundTo.confirmRequest(requestId))
    await confirmRequest({ staff: answers, requestId, stepUpId })
    await sendRequest({ requestId })
  }
  await control(`disputes/${disputeId}/close`, { status })
  await sweep('fast')
  await lookAtDispute({ disputeId })
}

/** Dana would let the bank keep it, since the card was stolen; Sam agreed. */
async function giveUp(
  disputeId: string | null,
  amount: bigint,
  { dana, sam }: Pick<DemonstrationStaff, 'dana' | 'sam'>,
): Promise<void> {
  if (!disputeId) return
  const asked = await wasPresent(dana, boundTo.acceptDispute({ disputeId, amount }))
  const { requestId } = await acceptDispute({ staff: dana, disputeId, stepUpId: asked })
  const stepUpId = await wasPresent(sam, boundTo.confirmRequest(requestId))
  await confirmRequest({ staff: sam, requestId, stepUpId })
  await sendRequest({ requestId })
}

const promised = {
  en: 'If something went wrong with your gift, write to us within 90 days. We send it back to your card.',
  es: 'Si algo salió mal con su donación, escríbanos dentro de 90 días. La devolvemos a su tarjeta.',
}

/** What two funds promise: one administrator proposed it, another agreed for one of them; for the other it waits. */
async function promise(sam: Person): Promise<void> {
  const policyOf = async (slug: string) => {
    const { id: fundId } = await db().fund.findUniqueOrThrow({ where: { slug } })
    const policy = { staff: sam, fundId, alone: 0n, days: 90, texts: promised }
    return { fundId, policyId: (await proposeRefundPolicy(policy)).policyId }
  }
  await policyOf('community-bail')
  const agreed = await policyOf('immigration-bonds')
  const { id } = await db().staff.findUniqueOrThrow({ where: { email: 'robin@larkspur.example' } })
  const robin = { id, fundIds: sam.fundIds }
  const stepUpId = await wasPresent(robin, boundTo.confirmRefundPolicy(agreed.policyId))
  await decideRefundPolicy({ staff: robin, ...agreed, decision: 'confirmed', stepUpId })
}
