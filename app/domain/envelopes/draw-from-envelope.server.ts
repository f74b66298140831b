import { randomUUID } from 'node:crypto'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { beginBond } from '#app/domain/bonds/begin-bond.server.ts'
import { changeState } from '#app/domain/disbursements/change-state.server.ts'
import { sealPaidTo, sealSensitive } from '#app/domain/disbursements/content/sealed.server.ts'
import type { ActingStaff, PaymentMethod } from '#app/domain/disbursements/disbursement.ts'
import { lockDisbursement } from '#app/domain/disbursements/lock-disbursement.server.ts'
import { expiryOf, writeLines } from '#app/domain/disbursements/propose-disbursement.server.ts'
import { spend } from '#app/domain/disbursements/reservation.server.ts'
import { refuseBlocked } from '#app/domain/jurisdictions/findings.server.ts'
import { postTransfers } from '#app/domain/ledger/post.server.ts'
import { bondFeePaid, bondPosted } from '#app/domain/ledger/transfers/bonds.ts'
import { add } from '#app/domain/money/cents.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { noonOfNextWorkingDay } from '#app/domain/requests/working-days.ts'
import { now } from '#app/platform/clock.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { leftOf } from './envelope.ts'
import { type NightBond, nightBondContent } from './night-bond.server.ts'
import { type LockedEnvelope, openEnvelopeAct } from './open-envelope-act.server.ts'

export type DrawAct = {
  staff: ActingStaff
  envelopeId: string
  /** Chosen when the form was made: sent twice, it is drawn once. */
  disbursementId: string
  bond: NightBond
  /** What was on the screen. */
  contentHash: string
  /** A fresh proof of presence, bound to this draw and this content, as for any payment. */
  stepUpId: string
  method: PaymentMethod
  receiptNumber: string
}

/**
 * A bond posted at night out of an envelope: a disbursement whose approval is the envelope's, paid by the poster at once.
 * The same books as by day; it waits only to be confirmed by someone else.
 */
export async function drawFromEnvelope(act: DrawAct): Promise<{ bondId: string; confirmBy: Date }> {
  const { staff, disbursementId, bond } = act
  const at = now()

  return inTransaction({ scope: { kind: 'staff', fundIds: staff.fundIds } }, async (tx) => {
    const envelope = await openEnvelopeAct(tx, 'draw', { ...act, at })
    if (await tx.disbursement.findUnique({ where: { id: disbursementId }, select: { id: true } }))
      throw new Refusal('disbursement_is_drawn_once')
    const content = await nightBondContent(tx, envelope, { bond, at })
    if (content.contentHash !== act.contentHash) throw new Refusal('content_changed')
    await refuseBlocked(tx, { ...content, id: disbursementId, principalCents: bond.principal, at })

    await beginDisbursement(tx, { act, content, at })
    const confirmBy = await writeDraw(tx, { act, envelope, at })
    await setAsideFrom(tx, envelope, { act, at })
    const bondId = await pay(tx, { act, content, at })

    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      action: 'envelope.drawn',
      subject: 'disbursement',
      subjectId: disbursementId,
      fundId: envelope.fundId,
      detail: {
        envelope: envelope.id,
        method: act.method,
        principalCents: bond.principal.toString(),
        feesCents: bond.fees.toString(),
      },
    })
    return { bondId, confirmBy }
  })
}

type Content = Awaited<ReturnType<typeof nightBondContent>>
type Drawing = { act: DrawAct; content: Content; at: Date }

async function beginDisbursement(tx: Tx, { act, content, at }: Drawing): Promise<void> {
  const { staff, disbursementId, bond } = act
  await tx.disbursement.create({
    data: {
      id: disbursementId,
      ...content,
      ...sealSensitive(disbursementId, { venue: bond.venue, payees: [bond.payee], evidenceNote: '' }),
      proposedBy: staff.id,
      expiresAt: expiryOf(at),
      occurredAt: at,
    },
  })
  await writeLines(tx, disbursementId, { principalCeiling: bond.principal, feesCeiling: bond.fees })
  await tx.disbursementStateChange.create({
    data: { disbursementId, toState: 'proposed', changedBy: staff.id, occurredAt: at },
  })
}

type Of = { act: DrawAct; envelope: LockedEnvelope; at: Date }

async function writeDraw(tx: Tx, { act, envelope, at }: Of): Promise<Date> {
  const { timezone } = await tx.organization.findUniqueOrThrow({ where: { id: 1 } })
  const confirmBy = noonOfNextWorkingDay(at, timezone)
  await tx.envelopeDraw.create({
    data: {
      disbursementId: act.disbursementId,
      envelopeId: envelope.id,
      fundId: envelope.fundId,
      drawnBy: act.staff.id,
      amountCents: add(act.bond.principal, act.bond.fees),
      confirmBy,
      occurredAt: at,
    },
  })
  return confirmBy
}

/** From the envelope to a reservation of its own: what is free to commit stays the same. */
async function setAsideFrom(
  tx: Tx,
  envelope: LockedEnvelope,
  { act, at }: { act: DrawAct; at: Date },
): Promise<void> {
  const { disbursementId, bond, staff } = act
  await tx.reservation.create({
    data: {
      disbursementId,
      fundId: envelope.fundId,
      amountCents: add(bond.principal, bond.fees),
      freeToCommitSeenCents: leftOf(envelope),
      occurredAt: at,
    },
  })
  await changeState(tx, { disbursementId, from: 'proposed', to: 'approved', by: staff.id, at })
}

async function pay(tx: Tx, { act, content, at }: Drawing): Promise<string> {
  const { staff, disbursementId, bond } = act
  const { fundId } = content
  const paymentId = randomUUID()
  await tx.disbursementPayment.create({
    data: {
      id: paymentId,
      disbursementId,
      paidBy: staff.id,
      stepUpId: act.stepUpId,
      method: act.method,
      payee: sealPaidTo(paymentId, bond.payee),
      receiptNumber: act.receiptNumber,
      principalCents: bond.principal,
      feesCents: bond.fees,
      occurredAt: at,
    },
  })
  await spend(tx, await lockDisbursement(tx, disbursementId), { paid: add(bond.principal, bond.fees), at })
  await changeState(tx, { disbursementId, from: 'approved', to: 'paid', by: staff.id, at })

  const bondId = randomUUID()
  await postTransfers(tx, {
    source: { kind: 'disbursement_payment', id: paymentId },
    occurredAt: at,
    transfers: [
      ...bondPosted({ fundId, bondId, from: 'bank', amount: bond.principal }),
      ...bondFeePaid({ fundId, from: 'bank', amount: bond.fees }),
    ],
  })
  await beginBond(tx, {
    id: bondId,
    fundId,
    disbursementId,
    kind: content.kind,
    caseCode: content.caseCode,
    principalCents: bond.principal,
    receiptNumber: act.receiptNumber,
    postedAt: at,
    by: staff.id,
  })
  return bondId
}
