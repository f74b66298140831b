import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { bondTerms } from '#app/domain/copays/bond-terms.server.ts'
import type { BeyondOwnPart } from '#app/domain/copays/copay.ts'
import { refuse } from '#app/domain/disbursements/acts.ts'
import { changeState } from '#app/domain/disbursements/change-state.server.ts'
import { sealSensitive } from '#app/domain/disbursements/content/sealed.server.ts'
import type { ActingStaff, PaymentMethod } from '#app/domain/disbursements/disbursement.ts'
import { lockDisbursement } from '#app/domain/disbursements/lock-disbursement.server.ts'
import {
  openSource,
  type PaymentSource,
  recordSource,
} from '#app/domain/disbursements/payment-source.server.ts'
import { postPayment } from '#app/domain/disbursements/post-payment.server.ts'
import { expiryOf, writeLines } from '#app/domain/disbursements/write-proposal.server.ts'
import { adoptPlace } from '#app/domain/jurisdictions/adopt-place.server.ts'
import { refuseBlocked } from '#app/domain/jurisdictions/findings.server.ts'
import { knownPlace } from '#app/domain/jurisdictions/known-place.server.ts'
import { add } from '#app/domain/money/cents.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { noonOfNextWorkingDay } from '#app/domain/requests/working-days.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import { whyNotThisMoment } from './acts.ts'
import { enteredLate, leftOf } from './envelope.ts'
import { type NightBond, nightBondContent } from './night-bond.server.ts'
import { type LockedEnvelope, openEnvelopeAct } from './open-envelope-act.server.ts'
import { scopeToDraw } from './scope-to-draw.server.ts'

export type DrawAct = BeyondOwnPart & {
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
  from?: PaymentSource
  /** When the money was handed over, which may be before it is entered; now where nothing is said. */
  occurredAt?: Date | undefined
}

const minute = 60_000

export type Drawn = { bondId: string | null; confirmBy: Date }

/**
 * A bond posted at night out of an envelope: a disbursement whose approval is the envelope's, paid by the poster at once.
 * The same books as by day, a family's part included, which is held beside the envelope and is no part of its sum; it waits only
 * to be confirmed by someone else. What was posted while the envelope was open may be entered later, with its moment.
 */
export async function drawFromEnvelope(act: DrawAct): Promise<Drawn> {
  const attempted = { action: 'envelope.drawn', subject: 'envelope', subjectId: act.envelopeId }
  const scope = await scopeToDraw(act)
  return attempt({ staff: act.staff, scope, ...attempted }, (tx) => draw(tx, act))
}

async function draw(tx: Tx, act: DrawAct): Promise<Drawn> {
  const { staff, disbursementId, bond } = act
  const enteredAt = now()
  const at = act.occurredAt ?? enteredAt
  const envelope = await openEnvelopeAct(tx, 'draw', { ...act, at: enteredAt })
  refuse(whyNotThisMoment(envelope, { moment: at, at: enteredAt }))
  if (await tx.disbursement.findUnique({ where: { id: disbursementId }, select: { id: true } }))
    throw new Refusal('disbursement_is_drawn_once')
  const content = await nightBondContent(tx, envelope, { bond, at })
  if (content.contentHash !== act.contentHash) throw new Refusal('content_changed')
  const { family, exposure } = act
  const terms = await bondTerms(tx, { ...content, principal: bond.principal, family, exposure })
  const place = await knownPlace(tx, { ...content, venue: bond.venue })
  await refuseBlocked(tx, { ...content, id: disbursementId, principalCents: terms.principal, at, place })

  await beginDisbursement(tx, { act, content, at })
  const confirmBy = await writeDraw(tx, { act, envelope, at, enteredAt })
  await setAsideFrom(tx, envelope, { act, at })
  const disbursement = await lockDisbursement(tx, disbursementId)
  const payment = { ...act, ...bond }
  const handedOver = { ...payment, principal: terms.principal }
  const from = await openSource(tx, { ...disbursement, payment: handedOver, at })
  const { paymentId, bondId } = await postPayment(tx, { disbursement, payment, terms, from, at })
  await recordSource(tx, { ...handedOver, fundId: envelope.fundId, paymentId })

  const late = enteredLate({ occurredAt: at, enteredAt })
  await recordAudit(tx, {
    actor: { kind: 'staff', id: staff.id },
    action: 'envelope.drawn',
    subject: 'disbursement',
    subjectId: disbursementId,
    fundId: envelope.fundId,
    detail: {
      envelope: envelope.id,
      principalCents: bond.principal.toString(),
      feesCents: bond.fees.toString(),
      ...(terms.agreementId ? { familyCents: terms.familyPart.toString() } : {}),
      ...(late < minute ? {} : { enteredMinutesLater: Math.floor(late / minute) }),
    },
  })
  return { bondId, confirmBy }
}

type Content = Awaited<ReturnType<typeof nightBondContent>>

async function beginDisbursement(
  tx: Tx,
  { act, content, at }: { act: DrawAct; content: Content; at: Date },
): Promise<void> {
  const { staff, disbursementId, bond } = act
  await tx.disbursement.create({
    data: {
      id: disbursementId,
      ...content,
      ...sealSensitive(disbursementId, { venue: bond.venue, payees: [bond.payee], evidenceNote: '' }),
      proposedBy: staff.id,
      expiresAt: await expiryOf(tx, content.fundId, at),
      occurredAt: at,
    },
  })
  await adoptPlace(tx, { disbursement: { ...content, id: disbursementId, venue: bond.venue }, at })
  await writeLines(tx, disbursementId, { principalCeiling: bond.principal, feesCeiling: bond.fees })
  await tx.disbursementStateChange.create({
    data: { disbursementId, toState: 'proposed', changedBy: staff.id, occurredAt: at },
  })
}

type Of = { act: DrawAct; envelope: LockedEnvelope; at: Date; enteredAt: Date }

/** To be confirmed by noon after it happened, however late it is entered: that buys no time. */
async function writeDraw(tx: Tx, { act, envelope, at, enteredAt }: Of): Promise<Date> {
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
      enteredAt,
    },
  })
  return confirmBy
}

/** From the envelope to a reservation of its own: what is free to commit stays the same. Nobody approves it: its envelope was. */
async function setAsideFrom(
  tx: Tx,
  envelope: LockedEnvelope,
  { act, at }: { act: DrawAct; at: Date },
): Promise<void> {
  const { disbursementId, bond } = act
  await tx.reservation.create({
    data: {
      disbursementId,
      fundId: envelope.fundId,
      amountCents: add(bond.principal, bond.fees),
      freeToCommitSeenCents: leftOf(envelope),
      occurredAt: at,
    },
  })
  await changeState(tx, { disbursementId, from: 'proposed', to: 'approved', by: null, at })
}
