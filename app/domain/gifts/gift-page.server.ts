import type { Reader } from '#app/domain/disbursements/reads/disbursement-page.server.ts'
import { fundNames } from '#app/domain/disbursements/reads/fund-names.server.ts'
import type { GiftKind } from '#app/domain/receipts/gift-kind.ts'
import { divideRefund } from '#app/domain/refunds/divide-refund.ts'
import { type ListedRequest, requestsOfPayment } from '#app/domain/refunds/requests-of-payment.server.ts'
import { type Action, may } from '#app/domain/staff/access.ts'
import { fundsWhere, rolesIn } from '#app/domain/staff/staff.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { type GiftHappenings, happeningsOf } from './gift-happenings.server.ts'
import { maskEmail } from './mask-email.ts'
import { whoAnswers } from './who-answers.server.ts'

type GiftPart = {
  fundId: string
  fundName: string
  giftCents: bigint
  feeCoverCents: bigint
  feeCents: bigint
  /** What the fund holds at Stripe now, in cents; below zero where what went back had been paid out. */
  atStripeCents: bigint
  /** The fund, or `operating`, bears Stripe's fee, which is not given back with a refund. */
  feesPaidBy: string
}

export type GiftPage = {
  id: string
  receiptNumber: string
  donorName: string
  /** Where the reader may see their record. */
  donorId: string | null
  email: string
  amountCents: bigint
  feeCents: bigint
  refundedCents: bigint
  refundableCents: bigint
  /** 'open' or 'lost': then nothing can be refunded. */
  dispute: string | null
  /** Null for a gift that did not come by card. */
  chargeId: string | null
  giftKind: GiftKind
  card: { brand: string; last4: string } | null
  isMonthly: boolean
  occurredAt: Date
  recordedAt: Date
  parts: GiftPart[]
  requests: ListedRequest[]
  policies: { fundId: string; aloneCents: bigint; days: number | null; text: string | null }[]
  may: { refund: boolean; reveal: boolean }
  /**
   * Why the reader finds no form where a refund came back and nobody said what became of it: the names of the gift's funds in
   * which they may not answer, and whether somebody else may in all of them. Null where they may, or nothing is asked.
   */
  notTheirs: { funds: string[]; isSomeones: boolean } | null
} & GiftHappenings

/** One gift with all that was done with it; null where none of its funds is the reader's to read gifts of. */
export async function giftPage(of: { paymentId: string; staff: Reader }): Promise<GiftPage | null> {
  const { staff } = of
  const fundIds = staff.fundIds.filter((fundId) => may(rolesIn(staff, fundId), 'donations:read'))
  return inTransaction({ scope: { kind: 'staff', fundIds } }, async (tx) => {
    const payment = await tx.payment.findFirst({
      where: { id: of.paymentId, donations: { some: { fundId: { in: fundIds } } } },
      include: { intent: true },
    })
    if (!payment) return null
    const parts = await partsOf(tx, payment.id, staff.language)
    const [sums] = await tx.$queryRaw<{ left: bigint; refunded: bigint; dispute: string | null }[]>`
      select refundable_cents(${payment.id}::uuid) as left, dispute_of_payment(${payment.id}::uuid) as dispute,
             coalesce((select sum(f.amount_cents) from gift_refund f where f.payment_id = ${payment.id}::uuid), 0)::bigint as refunded`
    const policies = await tx.$queryRaw<GiftPage['policies']>`
      select d.fund_id as "fundId", f.alone_cents as "aloneCents", given.days,
             (select t.text from refund_policy_text t where t.policy_id = given.id and t.language in (${staff.language}, 'en')
               order by t.language = ${staff.language} desc limit 1) as text
        from donation d cross join lateral refund_policy_in_force(d.fund_id) f
        left join lateral refund_policy_at(d.fund_id, ${payment.occurredAt}) given on true
       where d.payment_id = ${payment.id}::uuid`
    const happenings = await happeningsOf(tx, { paymentId: payment.id, chargeId: payment.chargeId })
    const everywhere = (action: Action) => parts.every(({ fundId }) => may(rolesIn(staff, fundId), action))
    return {
      ...{ id: payment.id, receiptNumber: String(payment.receiptNumber), donorName: payment.intent.name },
      donorId: fundsWhere(staff, 'donors:read').length > 0 ? payment.donorId : null,
      ...{ email: maskEmail(payment.intent.email), amountCents: payment.amountCents },
      ...{ feeCents: payment.feeCents, chargeId: payment.chargeId, parts, policies },
      giftKind: payment.giftKind as GiftKind,
      refundedCents: sums?.refunded ?? 0n,
      refundableCents:
        payment.chargeId === null ? payment.amountCents - (sums?.refunded ?? 0n) : (sums?.left ?? 0n),
      dispute: sums?.dispute ?? null,
      card: payment.cardLast4 ? { brand: payment.cardBrand ?? 'card', last4: payment.cardLast4 } : null,
      isMonthly: payment.recurringDonationId !== null,
      ...{ occurredAt: payment.occurredAt, recordedAt: payment.recordedAt },
      requests: await requestsOfPayment(tx, payment.id),
      may: {
        refund: payment.chargeId !== null && everywhere('donations:refund'),
        reveal: payment.intent.email !== '' && everywhere('donations:reveal'),
      },
      notTheirs: await whyNoAnswer(tx, { paymentId: payment.id, parts, happenings, staff }),
      ...happenings,
    }
  })
}

type Unanswered = { paymentId: string; parts: GiftPart[]; happenings: GiftHappenings; staff: Reader }

async function whyNoAnswer(tx: Tx, of: Unanswered): Promise<GiftPage['notTheirs']> {
  const lacking = of.parts.filter(({ fundId }) => !may(rolesIn(of.staff, fundId), 'donations:refund'))
  const isAsked = of.happenings.refunds.some(({ failed, answer }) => failed && !answer)
  if (lacking.length === 0 || !isAsked) return null
  const [who] = await whoAnswers(tx, {
    ...{ staffId: of.staff.id, paymentIds: [of.paymentId], action: 'donations:refund' },
  })
  return { funds: lacking.map(({ fundName }) => fundName), isSomeones: who?.isSomeones ?? false }
}

const partsOf = async (tx: Tx, paymentId: string, language: string): Promise<GiftPart[]> => {
  const rows = await tx.$queryRaw<Omit<GiftPart, 'fundName'>[]>`
    select d.fund_id as "fundId", d.gift_cents as "giftCents", d.fee_cover_cents as "feeCoverCents", d.fee_cents as "feeCents",
           f.fees_paid_by as "feesPaidBy",
           coalesce((select a.balance_cents from account_balance a
                      where a.fund_id = d.fund_id and a.code = 'stripe' and a.sub = ''), 0)::bigint as "atStripeCents"
      from donation d join fund f on f.id = d.fund_id where d.payment_id = ${paymentId}::uuid order by d.fund_id`
  const names = await fundNames(tx, { fundIds: rows.map(({ fundId }) => fundId), language })
  return rows.map((row) => ({ ...row, fundName: names.get(row.fundId) ?? '' }))
}

export type RefundPreview = {
  amountCents: bigint
  reason: string
  parts: {
    fundId: string
    fundName: string
    giftCents: bigint
    feeCoverCents: bigint
    atStripeAfterCents: bigint
  }[]
}

/** What each fund would give back, to the cent, as the books will divide it. */
export function previewRefund(
  page: Pick<GiftPage, 'parts' | 'refundedCents'>,
  of: { amount: bigint; reason: string },
): RefundPreview {
  const shares = divideRefund({ parts: page.parts, before: page.refundedCents, amount: of.amount })
  return {
    ...{ amountCents: of.amount, reason: of.reason },
    parts: page.parts.map(({ fundName, atStripeCents }, index) => {
      const share = shares[index] ?? { fundId: '', giftCents: 0n, feeCoverCents: 0n }
      const atStripeAfterCents = atStripeCents - share.giftCents - share.feeCoverCents
      return { ...share, fundName, atStripeAfterCents }
    }),
  }
}
