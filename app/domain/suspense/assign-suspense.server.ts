import { randomUUID } from 'node:crypto'
import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { postTransfers } from '#app/domain/ledger/post.server.ts'
import type { Transfer } from '#app/domain/ledger/transfer.ts'
import { suspenseWasGift, suspenseWasOperating } from '#app/domain/ledger/transfers/stripe.ts'
import { cents } from '#app/domain/money/cents.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { rolesFor } from '#app/domain/staff/access.ts'
import { operatingFundId } from '#app/domain/stripe-mirror/operating-fund.server.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import { isGiftKind, kindsFitting, type SuspenseKind, sourceOf } from './suspense.ts'

export type Assignment = {
  staff: { id: string; fundIds: string[] }
  txnId: string
  as: SuspenseKind
  /** Whose gift it was; null for what is the organization's own. */
  fundId: string | null
}

/**
 * Says what a movement at Stripe was that nobody could name, and books it so. Once: what was said wrongly is taken back by
 * two people, and waits again.
 *
 * What waits belongs to no fund yet, and people hold their roles per fund. So whoever may assign in any fund may see all
 * that waits and may name the organization's own income and costs; a gift, or a gift that went back, is named only by
 * those who may assign in that very fund.
 *
 * Refuses `suspense_unknown`, `suspense_is_assigned_once`, `suspense_fits_its_kind` and `role_may_not`; every refusal is
 * kept in the audit.
 */
export async function assignSuspense(assignment: Assignment): Promise<void> {
  const { staff, txnId, as, fundId } = assignment
  await attempt(
    {
      ...{ staff, action: 'suspense.assigned', subject: 'suspense', subjectId: txnId, detail: { as } },
      // Under a fund only where it is one of theirs: what waits is nobody's yet.
      ...(fundId && staff.fundIds.includes(fundId) ? { fundId } : {}),
    },
    (tx) => assign(tx, assignment),
  )
}

async function assign(tx: Tx, { staff, txnId, as, fundId }: Assignment): Promise<void> {
  const operatingId = await operatingFundId(tx)
  await refuseWithoutRole(tx, { staffId: staff.id, as, fundId })
  const item = await waitingItem(tx, txnId)
  const misplaced = isGiftKind(as) ? fundId === null || fundId === operatingId : fundId !== null
  if (misplaced || !kindsFitting(item.amountCents).includes(as))
    throw new Refusal('suspense_fits_its_kind', {}, 'as')

  const occurredAt = now()
  const ownerId = fundId ?? operatingId
  await tx.suspenseAssignment.create({
    data: { txnId, number: item.number, fundId: ownerId, kind: as, assignedBy: staff.id, occurredAt },
  })
  await postTransfers(tx, {
    source: { kind: 'suspense_assignment', id: sourceOf({ txnId, number: item.number }) },
    occurredAt: await whenOpen(tx, { happened: item.createdAt, today: occurredAt }),
    transfers: fundId
      ? await giftTransfers(tx, { fundId, operatingId, item })
      : suspenseWasOperating({ fundId: operatingId, amount: cents(item.amountCents) }),
    ...(fundId ? { linkId: randomUUID() } : {}),
  })
  await recordAudit(tx, {
    actor: { kind: 'staff', id: staff.id },
    action: 'suspense.assigned',
    subject: 'suspense',
    subjectId: txnId,
    fundId: ownerId,
    detail: { as, amountCents: item.amountCents.toString(), why: item.reason },
  })
}

async function refuseWithoutRole(
  tx: Tx,
  of: { staffId: string; as: SuspenseKind; fundId: string | null },
): Promise<void> {
  const held = await tx.staffRole.count({
    where: {
      staffId: of.staffId,
      staff: { disabledAt: null },
      role: { in: [...rolesFor('suspense:assign')] },
      ...(isGiftKind(of.as) && of.fundId ? { fundId: of.fundId } : {}),
    },
  })
  if (held === 0) throw new Refusal('role_may_not')
}

/** It was so from the day on which Stripe moved it, so that the month it fell in can be closed at zero; where that month is closed, from today on. */
async function whenOpen(tx: Tx, of: { happened: Date; today: Date }): Promise<Date> {
  const [row] = await tx.$queryRaw<{ closed: Date | null }[]>`select books_closed_through() as closed`
  return row?.closed && of.happened < row.closed ? of.today : of.happened
}

type Waiting = {
  reason: string
  /** How often it will have been named, this time included. */
  number: number
  amountCents: bigint
  grossCents: bigint
  feeCents: bigint
  createdAt: Date
}

async function waitingItem(tx: Tx, txnId: string): Promise<Waiting> {
  const item = await tx.suspenseItem.findUnique({
    where: { txnId },
    include: {
      suspenseAssignments: {
        include: { suspenseReversals: { where: { suspenseReversalDecision: { decision: 'confirmed' } } } },
      },
      txn: { select: { amountCents: true, feeCents: true, createdAt: true } },
    },
  })
  if (!item) throw new Refusal('suspense_unknown')
  const { reason, amountCents, txn, suspenseAssignments: named } = item
  if (named.some(({ suspenseReversals }) => suspenseReversals.length === 0))
    throw new Refusal('suspense_is_assigned_once')
  return {
    reason,
    number: named.length + 1,
    amountCents,
    grossCents: txn.amountCents,
    feeCents: txn.feeCents,
    createdAt: txn.createdAt,
  }
}

async function giftTransfers(
  tx: Tx,
  of: { fundId: string; operatingId: string; item: Waiting },
): Promise<Transfer[]> {
  const { fundId, operatingId, item } = of
  const fund = await tx.fund.findUniqueOrThrow({ where: { id: fundId }, select: { feesPaidBy: true } })
  return suspenseWasGift({
    ...{ fundId, operatingId, amount: cents(item.grossCents), fee: cents(item.feeCents) },
    feesPaidBy: fund.feesPaidBy === 'operating' ? 'operating' : 'fund',
  })
}
