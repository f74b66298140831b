import { fundNames } from '#app/domain/disbursements/reads/fund-names.server.ts'
import { db } from '#app/platform/db.ts'
import { sourceOf } from './suspense.ts'

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
  number: number
  kind: string
  /** Null for what was the organization's own. */
  fundName: string | null
  netCents: bigint
  assignedBy: string
  assignedAt: Date
  /** That it is or was to be taken back: the last time that somebody asked. */
  takingBack: TakingBack | null
  /** Whether the reader may have said it, and so may ask for or decide about taking it back. */
  mayTakeBack: boolean
}

type TakingBack = {
  id: string
  reason: string
  dated: string
  askedBy: string
  isOwn: boolean
  askedAt: Date
  decision: { kind: 'confirmed' | 'withdrawn'; by: string; at: Date } | null
}

export type SuspensePage = {
  waiting: WaitingMovement[]
  /** How many wait in all, and what they come to. */
  count: number
  totalCents: bigint
  assigned: AssignedMovement[]
  older: string | null
}

type Asked = { staffId: string; language: string; after: string | null }

/** What waits for someone to say what it was, the oldest first, and what was said so far, the newest first. */
export async function suspensePage(of: Asked): Promise<SuspensePage> {
  const waiting = await db().$queryRaw<WaitingMovement[]>`
    select i.txn_id as "txnId", i.reason, m.type, m.source_id as "sourceId", m.amount_cents as "grossCents",
           m.fee_cents as "feeCents", i.amount_cents as "netCents", m.created_at as "createdAt"
      from suspense_item i join stripe_balance_transaction m on m.id = i.txn_id
     where not exists (select from standing_suspense_assignment a where a.txn_id = i.txn_id)
     order by m.created_at, i.txn_id limit ${mostWaiting}`
  const [all] = await db().$queryRaw<{ count: number; cents: bigint }[]>`
    select count(*)::int as count, coalesce(sum(i.amount_cents), 0)::bigint as cents from suspense_item i
     where not exists (select from standing_suspense_assignment a where a.txn_id = i.txn_id)`
  const { assigned, older } = await assignedPage(of)
  return { waiting, count: all?.count ?? 0, totalCents: all?.cents ?? 0n, assigned, older }
}

type AssignedRow = Omit<AssignedMovement, 'fundName' | 'takingBack'> & {
  fundId: string
  isOperating: boolean
  backId: string | null
  backReason: string
  backDated: string
  backAskedBy: string
  backIsOwn: boolean
  backAskedAt: Date
  backDecision: 'confirmed' | 'withdrawn' | null
  backDecidedBy: string
  backDecidedAt: Date
}

async function assignedPage(of: Asked) {
  const rows = await db().$queryRaw<AssignedRow[]>`
    select a.txn_id as "txnId", a.number, a.kind, a.fund_id as "fundId", f.kind = 'operating' as "isOperating",
           i.amount_cents as "netCents", s.name as "assignedBy", a.occurred_at as "assignedAt",
           may_name_as(${of.staffId}::uuid, a.txn_id, a.number) as "mayTakeBack",
           v.id as "backId", v.reason as "backReason", v.dated as "backDated", asker.name as "backAskedBy",
           v.asked_by = ${of.staffId}::uuid as "backIsOwn", v.occurred_at as "backAskedAt", d.decision as "backDecision",
           decider.name as "backDecidedBy", d.occurred_at as "backDecidedAt"
      from suspense_assignment a
      join suspense_item i on i.txn_id = a.txn_id join fund f on f.id = a.fund_id join staff s on s.id = a.assigned_by
      left join lateral (select * from suspense_reversal x where (x.txn_id, x.number) = (a.txn_id, a.number)
                          order by x.recorded_at desc limit 1) v on true
      left join staff asker on asker.id = v.asked_by
      left join suspense_reversal_decision d on d.reversal_id = v.id left join staff decider on decider.id = d.decided_by
     where ${of.after}::text is null
        or (a.occurred_at, suspense_source(a.txn_id, a.number))
           < (select b.occurred_at, suspense_source(b.txn_id, b.number) from suspense_assignment b
               where suspense_source(b.txn_id, b.number) = ${of.after})
     order by a.occurred_at desc, suspense_source(a.txn_id, a.number) desc limit ${pageSize + 1}`
  const shown = rows.slice(0, pageSize)
  const last = shown.at(-1)
  const names = await fundNames(db(), { fundIds: shown.map(({ fundId }) => fundId), language: of.language })
  return {
    assigned: shown.map((row): AssignedMovement => {
      const { txnId, number, kind, netCents, assignedBy, assignedAt, mayTakeBack } = row
      const fundName = row.isOperating ? null : (names.get(row.fundId) ?? '')
      return {
        ...{ txnId, number, kind, fundName, netCents, assignedBy, assignedAt, mayTakeBack },
        takingBack: takingBackOf(row),
      }
    }),
    older: rows.length > pageSize && last ? sourceOf(last) : null,
  }
}

const takingBackOf = (row: AssignedRow): TakingBack | null =>
  row.backId === null
    ? null
    : {
        ...{ id: row.backId, reason: row.backReason, dated: row.backDated },
        ...{ askedBy: row.backAskedBy, isOwn: row.backIsOwn, askedAt: row.backAskedAt },
        decision: row.backDecision && {
          ...{ kind: row.backDecision, by: row.backDecidedBy, at: row.backDecidedAt },
        },
      }
