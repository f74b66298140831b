import { type Cents, cents } from '#app/domain/money/cents.ts'
import { Refusal } from '#app/domain/refusal.ts'
import type { Tx } from '#app/platform/db.ts'
import type { BondStanding } from './acts.ts'
import type { BondKind } from './bond.ts'

export type LockedBond = BondStanding & {
  id: string
  fundId: string
  caseCode: string
  disbursementId: string
  principal: Cents
  postedAt: Date
}

/** A bond with every part that other funds have in it, in the order of the parts; one of its own is alone. */
export async function lockBond(tx: Tx, id: string): Promise<LockedBond[]> {
  const [bonds = []] = await lockBonds(tx, [id])
  return bonds
}

/** A bond for a record that is its own, not of all its parts: its rows are locked with the others all the same. */
export async function lockOwnPart(tx: Tx, id: string): Promise<{ bond: LockedBond; bonds: LockedBond[] }> {
  const bonds = await lockBond(tx, id)
  const bond = bonds.find((part) => part.id === id)
  if (!bond) throw new Refusal('bond_unknown')
  return { bond, bonds }
}

/**
 * Locks the disbursements, then the bonds, each in id order and before the funds' banks: the order of every verb, so that
 * none waits in a ring. Refuses (`bond_unknown`) what the scope does not show, and (`shared_bond_needs_every_fund`) a
 * shared bond of which it does not show every part.
 */
export async function lockBonds(tx: Tx, ids: string[]): Promise<LockedBond[][]> {
  const named = await tx.$queryRaw<Named[]>`
    select asked.id as asked, p.position, s.parts, coalesce(p.disbursement_id, asked.disbursement_id) as disbursement_id
      from bond asked
      left join shared_bond_part own on own.disbursement_id = asked.disbursement_id
      left join shared_bond s on s.id = own.shared_bond_id
      left join shared_bond_part p on p.shared_bond_id = s.id
     where asked.id = any(${ids}::uuid[])
     order by p.position`
  const disbursementIds = named.map(({ disbursement_id }) => disbursement_id)
  await tx.$queryRaw`
    select d.id from disbursement d where d.id = any(${disbursementIds}::uuid[]) order by d.id for update`
  const rows = await tx.$queryRaw<Row[]>`
    select b.id, b.fund_id, b.case_code, b.disbursement_id, b.kind, b.state, b.principal_cents, b.posted_at,
           (select p.paid_by from disbursement_payment p where p.disbursement_id = b.disbursement_id) as paid_by,
           b.state = 'closed' and bond_calls_are_out(b.id) as calls_out
      from bond b where b.disbursement_id = any(${disbursementIds}::uuid[]) order by b.id for update`
  const locked = new Map(rows.map((row) => [row.disbursement_id, lockedBond(row)]))

  return ids.map((id) => {
    const parts = named.filter(({ asked }) => asked === id)
    const bonds = parts.flatMap(({ disbursement_id }) => locked.get(disbursement_id) ?? [])
    if (bonds.length === 0) throw new Refusal('bond_unknown')
    if (bonds.length < (parts[0]?.parts ?? 1)) throw new Refusal('shared_bond_needs_every_fund')
    return bonds
  })
}

type Named = { asked: string; position: number | null; parts: number | null; disbursement_id: string }

type Row = {
  id: string
  fund_id: string
  case_code: string
  disbursement_id: string
  kind: BondKind
  state: string
  principal_cents: bigint
  posted_at: Date
  paid_by: string
  calls_out: boolean
}

const lockedBond = (row: Row): LockedBond => ({
  id: row.id,
  fundId: row.fund_id,
  caseCode: row.case_code,
  disbursementId: row.disbursement_id,
  kind: row.kind,
  state: row.state,
  principal: cents(row.principal_cents),
  postedAt: row.posted_at,
  paidBy: row.paid_by,
  callsOut: row.calls_out,
})
