import { fundNames } from '#app/domain/disbursements/reads/fund-names.server.ts'
import { db } from '#app/platform/db.ts'

const mostWaiting = 100
const pageSize = 30

export type WaitingMovement = {
  txnId: string
  reason: string
  /** What Stripe calls it. */
  type: string
  /** The charge, refund, dispute or payout at Stripe: an opaque id. */
  sourceId: string | null
  /** With its sign: above zero it came in. */
  grossCents: bigint
  feeCents: bigint
  netCents: bigint
  createdAt: Date
}

export type AssignedMovement = {
  txnId: string
  kind: string
  /** Null for what was the organization's own. */
  fundName: string | null
  netCents: bigint
  assignedBy: string
  assignedAt: Date
}

export type SuspensePage = {
  waiting: WaitingMovement[]
  /** How many wait in all, and what they come to. */
  count: number
  totalCents: bigint
  assigned: AssignedMovement[]
  older: string | null
}

/** What waits for someone to say what it was, the oldest first, and what was said so far, the newest first. */
export async function suspensePage(of: { language: string; after: string | null }): Promise<SuspensePage> {
  const waiting = await db().$queryRaw<WaitingMovement[]>`
    select i.txn_id as "txnId", i.reason, m.type, m.source_id as "sourceId", m.amount_cents as "grossCents",
           m.fee_cents as "feeCents", i.amount_cents as "netCents", m.created_at as "createdAt"
      from suspense_item i join stripe_balance_transaction m on m.id = i.txn_id
     where not exists (select from suspense_assignment a where a.txn_id = i.txn_id)
     order by m.created_at, i.txn_id limit ${mostWaiting}`
  const [all] = await db().$queryRaw<{ count: number; cents: bigint }[]>`
    select count(*)::int as count, coalesce(sum(i.amount_cents), 0)::bigint as cents from suspense_item i
     where not exists (select from suspense_assignment a where a.txn_id = i.txn_id)`
  const { assigned, older } = await assignedPage(of)
  return { waiting, count: all?.count ?? 0, totalCents: all?.cents ?? 0n, assigned, older }
}

type AssignedRow = Omit<AssignedMovement, 'fundName'> & { fundId: string; isOperating: boolean }

async function assignedPage(of: { language: string; after: string | null }) {
  const rows = await db().$queryRaw<AssignedRow[]>`
    select a.txn_id as "txnId", a.kind, a.fund_id as "fundId", f.kind = 'operating' as "isOperating",
           i.amount_cents as "netCents", s.name as "assignedBy", a.occurred_at as "assignedAt"
      from suspense_assignment a
      join suspense_item i on i.txn_id = a.txn_id join fund f on f.id = a.fund_id join staff s on s.id = a.assigned_by
     where ${of.after}::text is null
        or (a.occurred_at, a.txn_id) < (select b.occurred_at, b.txn_id from suspense_assignment b where b.txn_id = ${of.after})
     order by a.occurred_at desc, a.txn_id desc limit ${pageSize + 1}`
  const shown = rows.slice(0, pageSize)
  const names = await fundNames(db(), { fundIds: shown.map(({ fundId }) => fundId), language: of.language })
  return {
    assigned: shown.map(({ fundId, isOperating, ...row }) => ({
      ...row,
      fundName: isOperating ? null : (names.get(fundId) ?? ''),
    })),
    older: rows.length > pageSize ? (shown.at(-1)?.txnId ?? null) : null,
  }
}
