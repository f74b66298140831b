import { may } from '#app/domain/staff/access.ts'
import type { Waiting, WaitingFor } from '#app/domain/waiting.ts'
import type { Tx } from '#app/platform/db.ts'
import { type SignatureKind, type SignatureState, whyNotAnswer } from './signature.ts'

const mostWaiting = 200

/**
 * Cash that one person counted back or moved, for whoever they named to sign; where that one can sign nothing any longer, for all
 * who handle cash, to take it back.
 */
export async function waitingForSignatures(tx: Tx, { staff, personIn }: WaitingFor): Promise<Waiting[]> {
  const rows = await tx.$queryRaw<Unsigned[]>`
    select u.* from (
      select 'return' as kind, advance_return_state(r.id) as state, a.fund_id as "fundId", '/admin/cash/' || a.id::text as "to",
             r.amount_cents as "amountCents", r.recorded_at as since, r.counted_by as "writerId", r.witnessed_by as "witnessId",
             a.poster_id as "posterId"
        from advance_return r join advance a on a.id = r.advance_id
       where r.witness_signs and not exists (select from advance_return_answer x where x.return_id = r.id)
      union all
      select 'move', cash_move_state(m.id), m.fund_id, '/admin/cash/box/' || m.fund_id::text,
             m.amount_cents, m.recorded_at, m.moved_by, m.witnessed_by, null
        from cash_move m
       where m.witness_signs and not exists (select from cash_move_answer x where x.move_id = m.id)) u
     where u."fundId" = any(${staff.fundIds}::uuid[]) order by u.since limit ${mostWaiting}`
  return rows.flatMap((row): Waiting[] => {
    const { kind, state, to, fundId, amountCents, since } = row
    const person = personIn(fundId)
    if (!may(person.roles, 'cash:handle') || row.posterId === person.id) return []
    const common = { to, fundId, caseCode: null, amountCents, since, dueAt: null }
    if (!whyNotAnswer('sign', row, person.id)) return [{ ...common, act: `sign_${kind}` }]
    return state === 'abandoned' ? [{ ...common, act: `withdraw_${kind}` }] : []
  })
}

type Unsigned = {
  kind: SignatureKind
  state: SignatureState
  fundId: string
  to: string
  amountCents: bigint
  since: Date
  writerId: string
  witnessId: string
  /** Who carried it; null where it was moved. */
  posterId: string | null
}
