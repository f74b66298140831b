import { type BondStanding, whyNot as whyNotOnBond } from '#app/domain/bonds/acts.ts'
import type { BondKind } from '#app/domain/bonds/bond.ts'
import type { Role } from '#app/domain/staff/access.ts'
import { now } from '#app/platform/clock.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { type Person, type Standing, whyNot } from '../acts.ts'
import { sharedStandings } from '../shared-bonds/shared-bond-standing.server.ts'
import type { Reader } from './disbursement-page.server.ts'
import { fundNames } from './fund-names.server.ts'

export type WaitingItem = {
  act: 'approve' | 'pay' | 'record_release' | 'record_return'
  subject: 'disbursement' | 'bond'
  id: string
  fundName: string
  kind: string
  caseCode: string
  amountCents: bigint
  since: Date
  /** When it ends by itself; null where it only grows older. */
  endsAt: Date | null
}

const shownAtMost = 100

/** What only this person's roles can move now, the most pressing first: what ends soonest, then what has waited longest. */
export async function waitingForMe({ staff }: { staff: Reader }): Promise<WaitingItem[]> {
  return inTransaction({ scope: { kind: 'staff', fundIds: staff.fundIds } }, async (tx) => {
    const names = await fundNames(tx, { fundIds: staff.fundIds, language: staff.language })
    const person = (fundId: string): Person => ({
      id: staff.id,
      roles: staff.roles.filter((held) => held.fundId === fundId).map(({ role }): Role => role),
    })
    const found = [...(await openDisbursements(tx, person)), ...(await openBonds(tx, person))]
    return found
      .sort((a, b) => pressing(a) - pressing(b) || a.since.getTime() - b.since.getTime())
      .slice(0, shownAtMost)
      .map(({ fundId, ...item }) => ({ ...item, fundName: names.get(fundId) ?? '' }))
  })
}

type Found = Omit<WaitingItem, 'fundName'> & { fundId: string }
type PersonIn = (fundId: string) => Person

const pressing = ({ endsAt }: Found): number => endsAt?.getTime() ?? Number.MAX_SAFE_INTEGER

async function openDisbursements(tx: Tx, person: PersonIn): Promise<Found[]> {
  const rows = await tx.disbursement.findMany({
    where: { state: { in: ['proposed', 'approved'] } },
    include: { disbursementLines: true, approvals: { select: { approverId: true } } },
    orderBy: { expiresAt: 'asc' },
    take: 500,
  })
  const at = now()
  const shared = await sharedStandings(
    tx,
    rows.map(({ id }) => id),
  )
  return rows.flatMap((row): Found[] => {
    const standing: Standing = {
      ...row,
      shared: shared.get(row.id) ?? null,
      approverIds: row.approvals.map(({ approverId }) => approverId),
    }
    const act = row.state === 'proposed' ? 'approve' : 'pay'
    if (whyNot(act, standing, person(row.fundId), at)) return []
    return [
      {
        act,
        subject: 'disbursement',
        id: row.id,
        fundId: row.fundId,
        kind: row.kind,
        caseCode: row.caseCode,
        amountCents: row.disbursementLines.reduce((sum, line) => sum + line.ceilingCents, 0n),
        since: row.occurredAt,
        endsAt: row.expiresAt,
      },
    ]
  })
}

async function openBonds(tx: Tx, person: PersonIn): Promise<Found[]> {
  const rows = await tx.bond.findMany({
    where: { state: { in: ['posted', 'refund_due', 'claimed'] } },
    include: {
      disbursement: { select: { disbursementPayment: { select: { paidBy: true } } } },
      bondStateChanges: { orderBy: { id: 'desc' }, take: 1, select: { occurredAt: true } },
    },
    orderBy: { postedAt: 'asc' },
    take: 500,
  })
  return rows.flatMap((row): Found[] => {
    const paidBy = row.disbursement.disbursementPayment?.paidBy ?? ''
    const standing: BondStanding = { kind: row.kind as BondKind, state: row.state, paidBy }
    const act = row.state === 'posted' ? 'release' : 'return'
    if (whyNotOnBond(act, standing, person(row.fundId))) return []
    return [
      {
        act: act === 'release' ? 'record_release' : 'record_return',
        subject: 'bond',
        id: row.id,
        fundId: row.fundId,
        kind: row.kind,
        caseCode: row.caseCode,
        amountCents: row.principalCents,
        since: row.bondStateChanges[0]?.occurredAt ?? row.postedAt,
        endsAt: null,
      },
    ]
  })
}
