import { attempt } from '#app/domain/audit/attempt.server.ts'
import { refuseBlocked } from '#app/domain/jurisdictions/findings.server.ts'
import { lockFundBank } from '#app/domain/ledger/balances.server.ts'
import { allocate } from '#app/domain/money/allocate.ts'
import { type Cents, cents, sum, zero } from '#app/domain/money/cents.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { provePart } from '#app/domain/staff/step-up/prove-part.server.ts'
import { now } from '#app/platform/clock.ts'
import { sha256Hex } from '#app/platform/crypto.ts'
import type { Tx } from '#app/platform/db.ts'
import { refuse, whyNot } from '../acts.ts'
import type { ActingStaff, PaymentMethod } from '../disbursement.ts'
import type { LockedDisbursement } from '../lock-disbursement.server.ts'
import { refuseIfNotPayable } from '../pay-disbursement.server.ts'
import { openSource, type PaymentSource, recordSource } from '../payment-source.server.ts'
import { postPayment } from '../post-payment.server.ts'
import { rolesInFund } from '../require-role.server.ts'
import { lockParts } from './lock-parts.server.ts'

export type SharedPayment = {
  staff: ActingStaff
  sharedBondId: string
  /** Of all parts together, see `sharedContentHash`. */
  contentHash: string
  stepUpId: string
  /** Of the whole bond: each fund pays its share by what was approved in it. */
  principal: Cents
  fees: Cents
  /** The full bond that the judge set, where what is paid is a percentage of it: each fund answers for its share of it. */
  exposure?: Cents | undefined
  payee: string
  method: PaymentMethod
  receiptNumber: string
  /** Of the parts in their order: where nothing is said, cash that its fund signed out for it, else its bank. */
  from?: PaymentSource[] | undefined
  occurredAt?: Date | undefined
}

/**
 * Pays a bond that funds share, in one transaction and under one receipt: every part or none, each out of its fund's bank, of cash
 * that its fund signed out to the payer, for it or to be used as needed, or with its fund's card. Refuses a part that is not approved, ended, expired or out of reach, and a payer who approved any of them or may not pay in every one of the funds.
 */
export const paySharedBond = (payment: SharedPayment): Promise<SharedPaid> =>
  attempt(
    {
      ...{ staff: payment.staff, action: 'disbursement.paid' },
      ...{ subject: 'shared_bond', subjectId: payment.sharedBondId },
    },
    (tx) => payShared(tx, payment),
  )

export type SharedPaid = { bondIds: [string, ...string[]] }

/** The payment within its transaction, which sees each of the funds whole. */
export async function payShared(tx: Tx, payment: SharedPayment): Promise<SharedPaid> {
  const { staff } = payment
  const recordedAt = now()
  const at = payment.occurredAt ?? recordedAt
  const parts = await lockParts(tx, payment.sharedBondId)
  const hash = sharedContentHash(parts)
  if (hash !== payment.contentHash) throw new Refusal('content_changed')
  const shares = sharesOf(parts, payment)
  const exposures = exposuresOf(parts, shares, payment)
  for (const part of parts) await refuseUnlessPayable(tx, part, { staff, at })
  for (const [index, { contentHash, ...part }] of parts.entries()) {
    const share = shares[index] ?? nothing
    refuseIfNotPayable(
      { ...part, contentHash },
      { ...share, contentHash, payee: payment.payee },
      { at, recordedAt },
    )
  }
  await lockFundBank(
    tx,
    parts.map(({ fundId }) => fundId),
  )
  // A place's rule looks at the bond that the court takes, not at what one fund has in it.
  for (const part of parts) await refuseBlocked(tx, { ...part, principalCents: payment.principal, at })

  await tx.sharedBondPayment.create({
    data: {
      sharedBondId: payment.sharedBondId,
      paidBy: staff.id,
      stepUpId: payment.stepUpId,
      receiptNumber: payment.receiptNumber,
      principalCents: payment.principal,
      feesCents: payment.fees,
      exposureCents: payment.exposure ?? null,
      occurredAt: at,
    },
  })
  const proof = {
    stepUpId: payment.stepUpId,
    staffId: staff.id,
    boundTo: boundTo.paySharedBond({ id: payment.sharedBondId, contentHash: hash }),
  }
  const bondIds: string[] = []
  for (const [index, part] of parts.entries()) {
    const stepUpId = await provePart(tx, proof, boundTo.pay(part))
    const share = shares[index] ?? nothing
    const source = payment.from?.[index] ?? (await sourceOf(tx, part))
    const handedOver = { staff, method: payment.method, ...share, from: source }
    const from = await openSource(tx, { ...part, payment: handedOver, at })
    const { bondId, paymentId } = await postPayment(tx, {
      ...{ disbursement: part, payment: { ...payment, ...share, stepUpId }, from, at },
      terms: {
        ...{ principal: share.principal, familyPart: zero, agreementId: null },
        exposure: exposures[index] ?? null,
      },
    })
    await recordSource(tx, { ...handedOver, fundId: part.fundId, paymentId })
    if (bondId) bondIds.push(bondId)
  }
  return { bondIds: bondIds as [string, ...string[]] }
}

/** Names the content of all parts together, in their order. */
export const sharedContentHash = (parts: readonly { contentHash: string }[]): string =>
  sha256Hex(parts.map(({ contentHash }) => contentHash).join(','))

type PartPaid = { principal: Cents; fees: Cents }
const nothing: PartPaid = { principal: zero, fees: zero }

/** Paid below what was approved, each fund saves its share. */
function sharesOf(parts: LockedDisbursement[], { principal, fees }: SharedPayment): PartPaid[] {
  const divide = (paid: Cents, ceilings: Cents[], above: string, field: string): Cents[] => {
    const ceiling = sum(ceilings)
    if (paid > ceiling) throw new Refusal(above, { ceiling: ceiling as bigint }, field)
    return allocate(paid, ceilings).map(cents)
  }
  const principals = divide(
    principal,
    parts.map((part) => part.principalCeiling),
    'principal_above_ceiling',
    'principal',
  )
  const charged = divide(
    fees,
    parts.map((part) => part.feesCeiling),
    'fees_above_ceiling',
    'fees',
  )
  return parts.map((_, index) => ({ principal: principals[index] ?? zero, fees: charged[index] ?? zero }))
}

/** What each fund's part can cost, by what it put in; nothing where the whole bond was paid. Refuses less than the deposit. */
function exposuresOf(
  parts: LockedDisbursement[],
  shares: PartPaid[],
  { exposure, principal }: SharedPayment,
): Cents[] {
  if (exposure === undefined) return []
  if (parts.some(({ kind }) => kind !== 'court_bail'))
    throw new Refusal('exposure_is_of_court_bail', {}, 'exposure')
  if (exposure < principal)
    throw new Refusal('exposure_is_at_least_the_deposit', { deposit: principal as bigint }, 'exposure')
  return allocate(
    exposure,
    shares.map((share) => share.principal),
  ).map(cents)
}

/** Judged as every payment is, except that this is the one act that pays a part. */
async function refuseUnlessPayable(
  tx: Tx,
  part: LockedDisbursement,
  { staff, at }: { staff: ActingStaff; at: Date },
): Promise<void> {
  if (part.shared?.over) throw new Refusal('shared_bond_is_over')
  if (part.state === 'proposed') throw new Refusal('shared_bond_waits_for_approval')
  const roles = await rolesInFund(tx, { staffId: staff.id, fundId: part.fundId })
  refuse(whyNot('pay', { ...part, shared: null }, { id: staff.id, roles }, at))
}

/** Cash that its fund signed out for a part is used for it. */
async function sourceOf(tx: Tx, part: LockedDisbursement): Promise<PaymentSource> {
  if (!part.cashIsOut) return undefined
  const [cover] = await tx.$queryRaw<{ id: string }[]>`
    select v.advance_id as id from advance_cover v
     where v.disbursement_id = ${part.id}::uuid and advance_left_cents(v.advance_id) > 0
       and not exists (select from posting_attempt x
                        where x.advance_id = v.advance_id and x.disbursement_id = v.disbursement_id)`
  return cover && { advanceId: cover.id }
}
