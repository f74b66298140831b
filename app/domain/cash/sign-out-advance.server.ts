import { randomUUID } from 'node:crypto'
import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { approvalHadEnded, moneyIsUnderWay } from '#app/domain/bond-preparation/preparation.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import {
  type LockedDisbursement,
  lockDisbursement,
} from '#app/domain/disbursements/lock-disbursement.server.ts'
import { requireRole, rolesInFund } from '#app/domain/disbursements/require-role.server.ts'
import { refuseImpossibleTime } from '#app/domain/disbursements/when-it-happened.ts'
import { lockFundBank } from '#app/domain/ledger/balances.server.ts'
import type { Cents } from '#app/domain/money/cents.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { may, type Role } from '#app/domain/staff/access.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import { type CashPlace, mostCoveredAtOnce } from './cash.ts'
import { familyCashOf, refuseCashOfFamilies } from './family-cash.server.ts'
import { cashIsOut } from './read-advance.server.ts'
import { refuseAdvance } from './refuse-advance.server.ts'
import { whyNoCashFor, whyNoCashTo } from './takes-cash.ts'

export type SignedOut = {
  staff: ActingStaff
  fundId: string
  posterId: string
  source: CashPlace
  amount: Cents
  /** Approved disbursements that it is meant for; none for a float. */
  disbursementIds: string[]
  /** When it was handed over, which may be before it is entered; now where nothing is said. */
  occurredAt?: Date | undefined
}

/**
 * The first of two signatures under cash or a check for a poster. Nothing moves before another person confirms it.
 * Beyond what was approved it takes what is held for the families of the cases, each its own. Refuses whom it cannot be given to,
 * what is not approved any more or could not be paid with it, what is out already, and what exceeds cap, place or what is not held for others.
 */
export async function signOutAdvance(signed: SignedOut): Promise<{ advanceId: string }> {
  const { staff, fundId, posterId, source, amount } = signed
  const recordedAt = now()
  const at = signed.occurredAt ?? recordedAt
  if (amount <= 0n) throw new Refusal('advance_has_an_amount', {}, 'amount')
  if (posterId === staff.id) throw new Refusal('advance_signer_is_not_poster', {}, 'posterId')
  const disbursementIds = [...new Set(signed.disbursementIds)].sort()
  if (disbursementIds.length > mostCoveredAtOnce)
    throw new Refusal('too_many_covered', { most: mostCoveredAtOnce }, 'disbursementIds')

  return attempt({ staff, action: 'advance.signed_out', subject: 'advance', fundId }, async (tx) => {
    await requireRole(tx, { staffId: staff.id, fundId, action: 'cash:handle' })
    const posterRoles = await rolesInFund(tx, { staffId: posterId, fundId })
    if (!may(posterRoles, 'disbursements:pay')) throw new Refusal('poster_may_not_pay', {}, 'posterId')
    const covered = await coveredBy(tx, { ...signed, disbursementIds, posterRoles, at })
    refuseImpossibleTime({
      occurredAt: at,
      notBefore: latest(covered.map(({ lastApprovedAt }) => lastApprovedAt)),
      now: recordedAt,
      tooEarly: 'advance_before_approval',
    })
    await lockFundBank(tx, [fundId])
    await refuseAdvance(tx, { fundId, posterId, source, amountCents: amount, at: recordedAt })

    const advanceId = randomUUID()
    await tx.advance.create({
      data: {
        id: advanceId,
        fundId,
        posterId,
        source,
        amountCents: amount,
        signedOutBy: staff.id,
        occurredAt: at,
      },
    })
    const families = await familyCashOf(tx, { amount, covered })
    await tx.advanceCover.createMany({
      data: disbursementIds.map((disbursementId) => ({
        ...{ advanceId, disbursementId },
        ...families.get(disbursementId),
      })),
    })
    await refuseCashOfFamilies(tx, { id: advanceId, fundId, amountCents: amount })
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      action: 'advance.signed_out',
      subject: 'advance',
      subjectId: advanceId,
      fundId,
      detail: { poster: posterId, source, amountCents: amount.toString(), covers: disbursementIds.length },
    })
    return { advanceId }
  })
}

async function coveredBy(
  tx: Tx,
  {
    fundId,
    posterId,
    posterRoles,
    disbursementIds,
    at,
  }: SignedOut & { posterRoles: readonly Role[]; at: Date },
): Promise<LockedDisbursement[]> {
  const covered: LockedDisbursement[] = []
  for (const id of disbursementIds) {
    const disbursement = await lockDisbursement(tx, id)
    if (disbursement.fundId !== fundId || disbursement.state !== 'approved')
      throw new Refusal('advance_covers_what_is_approved', {}, 'disbursementIds')
    const refusal = whyNoCashFor(disbursement) ?? whyNoCashTo(posterRoles, disbursement)
    if (refusal) throw refusal
    if (disbursement.approverIds.includes(posterId))
      throw new Refusal('payer_is_not_approver', {}, 'posterId')
    if (await cashIsOut(tx, id)) throw new Refusal('cash_is_out_for_it', {}, 'disbursementIds')
    // With its cash out an approval does not end any more, so none goes out under one that has ended.
    if (disbursement.expiresAt <= at && !moneyIsUnderWay(disbursement.preparation)) throw approvalHadEnded()
    covered.push(disbursement)
  }
  return covered
}

const latest = (moments: (Date | null)[]): Date =>
  new Date(Math.max(0, ...moments.map((moment) => moment?.getTime() ?? 0)))
