import { randomUUID } from 'node:crypto'
import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { refuseBlocked } from '#app/domain/jurisdictions/findings.server.ts'
import { lockFundBank } from '#app/domain/ledger/balances.server.ts'
import { postTransfers } from '#app/domain/ledger/post.server.ts'
import type { Transfer } from '#app/domain/ledger/transfer.ts'
import { bondFeePaid, bondPosted } from '#app/domain/ledger/transfers/bonds.ts'
import { programCostPaid, supportPaid } from '#app/domain/ledger/transfers/spending.ts'
import { add, type Cents } from '#app/domain/money/cents.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { tellAdministrators } from '#app/domain/staff/notices/tell-administrators.server.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import { refuse, whyNotThisPayment } from './acts.ts'
import { changeState } from './change-state.server.ts'
import { openPayees, sealPaidTo } from './content/sealed.server.ts'
import { type ActingStaff, isBondKind, type PaymentMethod } from './disbursement.ts'
import type { LockedDisbursement } from './lock-disbursement.server.ts'
import { openDisbursementAct } from './open-disbursement-act.server.ts'
import { spend } from './reservation.server.ts'
import { refuseImpossibleTime } from './when-it-happened.ts'

export type Payment = {
  staff: ActingStaff
  disbursementId: string
  contentHash: string
  stepUpId: string
  /** What was in fact paid, at or below the ceilings. */
  principal: Cents
  fees: Cents
  payee: string
  method: PaymentMethod
  receiptNumber: string
  /** When the money was handed over, which may be before it is entered; now where nothing is said. */
  occurredAt?: Date | undefined
}

/**
 * Records that approved money went out: books it, frees what was not used, and for bail begins the bond's life.
 * The payer is none of those who approved.
 */
export async function payDisbursement(
  payment: Payment,
): Promise<{ paymentId: string; bondId: string | null }> {
  const { staff, principal, fees } = payment
  const recordedAt = now()
  const at = payment.occurredAt ?? recordedAt

  return attempt(
    { staff, action: 'disbursement.paid', subject: 'disbursement', subjectId: payment.disbursementId },
    async (tx) => {
      const disbursement = await openDisbursementAct(tx, 'pay', { ...payment, at })
      refuseIfNotPayable(disbursement, payment, { at, recordedAt })
      await lockFundBank(tx, [disbursement.fundId])
      await refuseBlocked(tx, { ...disbursement, principalCents: principal, at })

      const paymentId = randomUUID()
      await tx.disbursementPayment.create({
        data: {
          id: paymentId,
          disbursementId: disbursement.id,
          paidBy: staff.id,
          stepUpId: payment.stepUpId,
          method: payment.method,
          payee: sealPaidTo(paymentId, payment.payee),
          receiptNumber: payment.receiptNumber,
          principalCents: principal,
          feesCents: fees,
          occurredAt: at,
        },
      })
      await spend(tx, disbursement, { paid: add(principal, fees), at })
      await changeState(tx, {
        disbursementId: disbursement.id,
        from: 'approved',
        to: 'paid',
        by: staff.id,
        at,
      })

      const bondId = isBondKind(disbursement.kind) ? randomUUID() : null
      await postTransfers(tx, {
        source: { kind: 'disbursement_payment', id: paymentId },
        occurredAt: at,
        transfers: bondId
          ? bondLegs(disbursement, payment, bondId)
          : await spendingLegs(tx, disbursement, payment),
      })
      if (bondId) await beginBond(tx, { bondId, disbursement, payment, at })
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
        detail: { method: payment.method, principalCents: principal.toString(), feesCents: fees.toString() },
      })
      await tellAdministrators(tx, {
        ...{ fundId: disbursement.fundId, event: 'paid', by: staff.id, key: paymentId },
        caseCode: disbursement.caseCode,
        amountCents: add(principal, fees),
        path: `/admin/disbursements/${disbursement.id}`,
      })
      return { paymentId, bondId }
    },
  )
}

function refuseIfNotPayable(
  disbursement: LockedDisbursement,
  payment: Payment,
  time: { at: Date; recordedAt: Date },
): void {
  const { id, lastApprovedAt } = disbursement
  if (disbursement.contentHash !== payment.contentHash) throw new Refusal('content_changed')
  const payees = openPayees(id, disbursement.payeesSealed)
  refuse(whyNotThisPayment(payment, { ...disbursement, payees }))
  refuseImpossibleTime({
    occurredAt: time.at,
    notBefore: lastApprovedAt ?? time.recordedAt,
    now: time.recordedAt,
    tooEarly: 'payment_before_approval',
  })
}

/** Bail is a deposit; the clerk's, commissioner's, wire's or kiosk's fee is spent. */
const bondLegs = (
  { fundId }: LockedDisbursement,
  { principal, fees }: Payment,
  bondId: string,
): Transfer[] => [
  ...bondPosted({ fundId, bondId, from: 'bank', amount: principal }),
  ...bondFeePaid({ fundId, from: 'bank', amount: fees }),
]

/** The purpose's own account; fees of the payment stand beside it as a second part. */
async function spendingLegs(
  tx: Tx,
  { fundId, purposeCode }: LockedDisbursement,
  { principal, fees }: Payment,
): Promise<Transfer[]> {
  const { account } = await tx.purposeCode.findUniqueOrThrow({ where: { code: purposeCode } })
  const paid = account === 'program_cost' ? programCostPaid : supportPaid
  return [
    ...paid({ fundId, from: 'bank', amount: principal, part: 0 }),
    ...paid({ fundId, from: 'bank', amount: fees, part: 1 }),
  ]
}

async function beginBond(
  tx: Tx,
  made: { bondId: string; disbursement: LockedDisbursement; payment: Payment; at: Date },
): Promise<void> {
  const { bondId, disbursement, payment, at } = made
  await tx.bond.create({
    data: {
      id: bondId,
      fundId: disbursement.fundId,
      disbursementId: disbursement.id,
      kind: disbursement.kind,
      caseCode: disbursement.caseCode,
      principalCents: payment.principal,
      receiptNumber: payment.receiptNumber,
      state: 'posted',
      postedAt: at,
    },
  })
  await tx.bondStateChange.create({
    data: { bondId, toState: 'posted', changedBy: payment.staff.id, occurredAt: at },
  })
}
