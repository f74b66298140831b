import { fundNames } from '#app/domain/disbursements/reads/fund-names.server.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { isDecided } from './dispute.ts'
import { type ImportedDispute, readImportedDisputes } from './imported-disputes.server.ts'

export type ListedDispute = {
  id: string
  paymentId: string
  fundId: string
  donorName: string
  amountCents: bigint
  reason: string
  status: string
  dueBy: Date | null
  createdAt: Date
  /** A monthly gift whose schedule nobody has decided about yet. */
  asksAboutSchedule: boolean
  /** An answer or an acceptance that is prepared, and waits for its confirmation: of whom it does not have to be. */
  prepared: { kind: string; askedBy: string; at: Date } | null
}

/** Of a gift from before this site began. `donorId` is null where the reader may not open donors of its fund. */
export type ListedImportedDispute = Omit<ImportedDispute, 'donorId'> & {
  donorId: string | null
  fundName: string
}

const closedShown = 50

/**
 * Disputes of gifts to these funds: those that wait for an answer first, by the last moment that it counts; then the others. Those
 * of gifts from before this site began stand apart. `donorsOf` are the funds whose donors the reader may open.
 */
export async function listDisputes(of: {
  fundIds: string[]
  donorsOf: string[]
  language: string
}): Promise<{ open: ListedDispute[]; decided: ListedDispute[]; imported: ListedImportedDispute[] }> {
  return inTransaction({ scope: { kind: 'staff', fundIds: of.fundIds } }, async (tx) => {
    const [open, decided] = openAndDecided(await readDisputes(tx, of.fundIds))
    const names = await fundNames(tx, of)
    const imported = openAndDecided(await readImportedDisputes(tx, of.fundIds)).flat()
    return {
      ...{ open, decided },
      imported: imported.map(({ donorId, ...dispute }) => ({
        ...{ ...dispute, fundName: names.get(dispute.fundId) ?? '' },
        donorId: of.donorsOf.includes(dispute.fundId) ? donorId : null,
      })),
    }
  })
}

const openAndDecided = <Row extends { status: string }>(rows: Row[]): [Row[], Row[]] => [
  rows.filter(({ status }) => !isDecided(status)),
  rows.filter(({ status }) => isDecided(status)).slice(0, closedShown),
]

type Row = Omit<ListedDispute, 'prepared'> & {
  preparedKind: string | null
  preparedBy: string | null
  preparedAt: Date | null
}

export async function readDisputes(tx: Tx, fundIds: string[]): Promise<ListedDispute[]> {
  const rows = await tx.$queryRaw<Row[]>`
    select c.id, p.id as "paymentId", f.fund_id as "fundId", i.name as "donorName", c.amount_cents as "amountCents", c.reason,
           c.status, c.due_by as "dueBy", c.created_at as "createdAt",
           r.id is not null and r.state <> 'cancelled'
             and not exists (select from gift_answer a where a.question = 'schedule_after_dispute' and a.subject_id = c.id)
             as "asksAboutSchedule",
           q.kind as "preparedKind", q.asked_by as "preparedBy", q.occurred_at as "preparedAt"
      from dispute_case c
      join payment p on p.charge_id = c.charge_id
      join gift_intent i on i.id = p.intent_id
      join lateral (select d.fund_id from donation d where d.payment_id = p.id and d.fund_id = any (${fundIds}::uuid[])
                     order by d.gift_cents desc, d.fund_id limit 1) f on true
      left join recurring_donation r on r.id = p.recurring_donation_id
      left join lateral (select s.kind, s.asked_by, s.occurred_at from stripe_request s
                          where s.dispute_id = c.id and stripe_request_is_open(s.id)
                            and not exists (select from stripe_request_step x where x.request_id = s.id and x.kind = 'confirmed')
                          limit 1) q on true
     order by c.status not in ('needs_response', 'warning_needs_response'), c.status in ('won', 'lost', 'warning_closed'),
              case when c.status in ('won', 'lost', 'warning_closed') then null else c.due_by end, c.created_at desc, c.id`
  return rows.map(({ preparedKind, preparedBy, preparedAt, ...row }) => ({
    ...row,
    prepared:
      preparedKind && preparedBy && preparedAt
        ? { kind: preparedKind, askedBy: preparedBy, at: preparedAt }
        : null,
  }))
}
