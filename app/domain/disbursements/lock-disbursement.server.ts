import { readPreparations } from '#app/domain/bond-preparation/read-preparations.server.ts'
import { cashIsOut } from '#app/domain/cash/read-advance.server.ts'
import { type Cents, cents } from '#app/domain/money/cents.ts'
import { Refusal } from '#app/domain/refusal.ts'
import type { Tx } from '#app/platform/db.ts'
import type { Standing } from './acts.ts'
import { sharedStandings } from './shared-bonds/shared-bond-standing.server.ts'

export type LockedDisbursement = Standing & {
  id: string
  fundId: string
  kind: string
  purposeCode: string
  caseCode: string
  revision: number
  contentHash: string
  payeesSealed: Uint8Array
  principalCeiling: Cents
  feesCeiling: Cents
  total: Cents
  lastApprovedAt: Date | null
  occurredAt: Date
}

/**
 * Locks the row first, before the fund's bank: every verb takes them in this order.
 * Refuses (`disbursement_unknown`) what the scope does not show.
 */
export async function lockDisbursement(tx: Tx, id: string): Promise<LockedDisbursement> {
  const [row] = await tx.$queryRaw<Row[]>`
    select id, fund_id, kind, purpose_code, case_code, state, revision, content_hash, payees_sealed, proposed_by, expires_at,
           occurred_at, poster_of(id) as poster_id
      from disbursement where id = ${id}::uuid for update`
  if (!row) throw new Refusal('disbursement_unknown')

  const lines = await tx.disbursementLine.findMany({ where: { disbursementId: id } })
  const approvals = await tx.approval.findMany({
    where: { disbursementId: id },
    orderBy: { occurredAt: 'asc' },
  })
  const ceiling = (kind: string) => cents(lines.find((line) => line.kind === kind)?.ceilingCents ?? 0n)

  return {
    id: row.id,
    fundId: row.fund_id,
    kind: row.kind,
    purposeCode: row.purpose_code,
    caseCode: row.case_code,
    state: row.state,
    revision: row.revision,
    contentHash: row.content_hash,
    payeesSealed: row.payees_sealed,
    proposedBy: row.proposed_by,
    expiresAt: row.expires_at,
    cashIsOut: await cashIsOut(tx, id),
    posterId: row.poster_id,
    preparation: (await readPreparations(tx, [id]))(id),
    shared: (await sharedStandings(tx, [id])).get(id) ?? null,
    approverIds: approvals.map((approval) => approval.approverId),
    lastApprovedAt: approvals.at(-1)?.occurredAt ?? null,
    occurredAt: row.occurred_at,
    principalCeiling: ceiling('principal'),
    feesCeiling: ceiling('fees'),
    total: cents(ceiling('principal') + ceiling('fees')),
  }
}

type Row = {
  id: string
  fund_id: string
  kind: string
  purpose_code: string
  case_code: string
  state: string
  revision: number
  content_hash: string
  payees_sealed: Uint8Array
  proposed_by: string
  expires_at: Date
  occurred_at: Date
  poster_id: string | null
}
