import { randomUUID } from 'node:crypto'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { beginHistory } from '#app/domain/bond-preparation/begin-history.server.ts'
import { placeAsBefore } from '#app/domain/claim-terms/place-as-before.server.ts'
import type { BondTerms } from '#app/domain/copays/bond-terms.server.ts'
import { keepChargeFindings } from '#app/domain/jurisdictions/keep-charge-findings.server.ts'
import { postTransfers } from '#app/domain/ledger/post.server.ts'
import type { Transfer } from '#app/domain/ledger/transfer.ts'
import {
  bondFeePaid,
  bondPosted,
  forfeitureCalled,
  type PaidFrom,
} from '#app/domain/ledger/transfers/bonds.ts'
import { copayPosted } from '#app/domain/ledger/transfers/copay.ts'
import { programCostPaid, supportPaid } from '#app/domain/ledger/transfers/spending.ts'
import { add, type Cents, zero } from '#app/domain/money/cents.ts'
import { planCallForCase } from '#app/domain/requests/plan-call-for-case.server.ts'
import { tellAdministrators } from '#app/domain/staff/notices/tell-administrators.server.ts'
import { refuseNamedNumber } from '#app/domain/vault/refuse-named-number.server.ts'
import type { Tx } from '#app/platform/db.ts'
import { changeState } from './change-state.server.ts'
import { sealPaidTo } from './content/sealed.server.ts'
import { type ActingStaff, isBondKind, type PaymentMethod } from './disbursement.ts'
import type { LockedDisbursement } from './lock-disbursement.server.ts'
import { spend } from './reservation.server.ts'

export type Posting = {
  staff: ActingStaff
  stepUpId: string
  principal: Cents
  fees: Cents
  payee: string
  method: PaymentMethod
  receiptNumber: string
}

type Paying = {
  disbursement: LockedDisbursement
  payment: Posting
  /** What the bond is beside the fund's own part; where nothing is said, that part alone. */
  terms?: BondTerms
  from: PaidFrom
  at: Date
}

/**
 * Books one payment out of one fund: spends its reservation, and for bail begins the bond's life. The caller has judged the
 * person and the payment, and locked the disbursement and the fund's bank.
 */
export async function postPayment(
  tx: Tx,
  { disbursement, payment, terms = ownPartOnly(payment), from, at }: Paying,
): Promise<{ paymentId: string; bondId: string | null }> {
  const { staff, principal, fees } = payment
  const { receiptNumber } = payment
  await refuseNamedNumber(tx, { number: receiptNumber, field: 'receiptNumber', of: disbursement })
  const paymentId = randomUUID()
  await keepChargeFindings(tx, { disbursement, by: staff.id, at, act: 'paid' })
  await tx.disbursementPayment.create({
    data: {
      id: paymentId,
      disbursementId: disbursement.id,
      paidBy: staff.id,
      stepUpId: payment.stepUpId,
      method: payment.method,
      payee: sealPaidTo(paymentId, payment.payee),
      receiptNumber,
      principalCents: principal,
      feesCents: fees,
      occurredAt: at,
    },
  })
  await spend(tx, disbursement, { paid: add(principal, fees), at })
  await changeState(tx, { disbursementId: disbursement.id, from: 'approved', to: 'paid', by: staff.id, at })

  const bondId = isBondKind(disbursement.kind) ? randomUUID() : null
  await postTransfers(tx, {
    source: { kind: 'disbursement_payment', id: paymentId },
    occurredAt: at,
    transfers: bondId
      ? bondLegs(disbursement, { ...payment, from }, { bondId, ...terms })
      : await spendingLegs(tx, disbursement, { ...payment, from }),
  })
  if (bondId) await beginBond(tx, { bondId, disbursement, payment, terms, at })
  else
    await changeState(tx, {
      disbursementId: disbursement.id,
      from: 'paid',
      to: 'settled',
      by: staff.id,
      at,
    })

  await recordAudit(tx, {
    actor: { kind: 'staff', id: staff.id },
    action: 'disbursement.paid',
    subject: 'disbursement',
    subjectId: disbursement.id,
    fundId: disbursement.fundId,
    detail: {
      method: payment.method,
      principalCents: principal.toString(),
      feesCents: fees.toString(),
      ...(terms.agreementId ? { familyCents: terms.familyPart.toString() } : {}),
    },
  })
  await tellAdministrators(tx, {
    ...{ fundId: disbursement.fundId, event: 'paid', by: staff.id, key: paymentId },
    caseCode: disbursement.caseCode,
    amountCents: add(principal, fees),
    path: `/admin/disbursements/${disbursement.id}`,
  })
  return { paymentId, bondId }
}

const ownPartOnly = ({ principal }: Posting): BondTerms => ({
  principal,
  familyPart: zero,
  agreementId: null,
  exposure: null,
})

type PaidOut = { principal: Cents; fees: Cents; from: PaidFrom }

/**
 * Bail is a deposit; the clerk's, commissioner's, wire's or kiosk's fee is spent. A family's part leaves with the fund's own,
 * and is from then on owed out of the bond.
 */
const bondLegs = (
  { fundId }: LockedDisbursement,
  { fees, from }: PaidOut,
  { bondId, principal, agreementId, familyPart }: BondTerms & { bondId: string },
): Transfer[] => [
  ...bondPosted({ fundId, bondId, from, amount: principal }),
  ...bondFeePaid({ fundId, from, amount: fees }),
  ...(agreementId ? copayPosted({ fundId, bondId, agreementId, amount: familyPart }) : []),
]

/** The purpose's own account; fees of the payment stand beside it as a second part. A call for more than a deposit is lost. */
async function spendingLegs(
  tx: Tx,
  { fundId, kind, purposeCode }: LockedDisbursement,
  { principal, fees, from }: PaidOut,
): Promise<Transfer[]> {
  if (kind === 'forfeiture_call') {
    return [
      ...forfeitureCalled({ fundId, from, amount: principal }),
      ...bondFeePaid({ fundId, from, amount: fees }),
    ]
  }
  const { account } = await tx.purposeCode.findUniqueOrThrow({ where: { code: purposeCode } })
  const paid = account === 'program_cost' ? programCostPaid : supportPaid
  return [
    ...paid({ fundId, from, amount: principal, part: 0 }),
    ...paid({ fundId, from, amount: fees, part: 1 }),
  ]
}

async function beginBond(
  tx: Tx,
  made: { bondId: string; disbursement: LockedDisbursement; payment: Posting; terms: BondTerms; at: Date },
): Promise<void> {
  const { bondId, disbursement, payment, terms, at } = made
  await tx.bond.create({
    data: {
      id: bondId,
      fundId: disbursement.fundId,
      disbursementId: disbursement.id,
      kind: disbursement.kind,
      caseCode: disbursement.caseCode,
      principalCents: terms.principal,
      familyCents: terms.familyPart,
      agreementId: terms.agreementId,
      exposureCents: terms.exposure,
      receiptNumber: payment.receiptNumber,
      state: 'posted',
      postedAt: at,
    },
  })
  await placeAsBefore(tx, {
    ...{ bondId, disbursementId: disbursement.id, fundId: disbursement.fundId, at },
  })
  await beginHistory(tx, { bondId, disbursement, by: payment.staff.id, at })
  await planCallForCase(tx, { caseCode: disbursement.caseCode, kind: 'posted', at })
}
