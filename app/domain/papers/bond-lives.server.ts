import type { BondKind } from '#app/domain/bonds/bond.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { type BondLife, beenThrough, missingPapers, type Paper, type Step } from './paper-set.ts'

/** What decides which papers bonds must have, bond by bond, in one question; what was recorded of any part counts for all. */
export async function bondLives(tx: Tx, bondIds: string[]): Promise<Map<string, BondLife>> {
  const rows = await tx.$queryRaw<Row[]>`
    select b.id, b.kind,
           (select json_agg(json_build_object('from', c.from_state, 'to', c.to_state, 'day', least(
                     local_day(c.occurred_at),
                     (select min(d.paper_on) from bond_deadline d
                       where d.bond_id = c.bond_id and d.occurred_at = c.occurred_at))) order by c.id)
              from bond_state_change c where c.bond_id = b.id) as steps,
           (select p.holder from bond_party p
             where p.bond_id in (select bond_id from parts_of_bond(b.id)) and p.role = 'depositor'
             order by p.recorded_at desc limit 1) as depositor,
           (select json_object_agg(l.paper, json_build_object('standing', l.standing, 'on', l.happened_on))
              from (select distinct on (x.paper) x.paper, x.standing, x.happened_on from bond_paper x
                     where x.bond_id in (select bond_id from parts_of_bond(b.id))
                     order by x.paper, x.id desc) l) as standing
      from bond b where b.id = any(${bondIds}::uuid[])`
  return new Map(
    rows.map(({ id, kind, steps, depositor, standing }) => [
      id,
      { kind, been: beenThrough(steps ?? []), depositor, standing: standing ?? {} },
    ]),
  )
}

/** Which papers are missing of each of these bonds. */
export const missingOf = (of: { fundIds: string[]; bondIds: string[] }): Promise<Record<string, Paper[]>> =>
  inTransaction({ scope: { kind: 'staff', fundIds: of.fundIds } }, async (tx) => {
    const lives = await bondLives(tx, of.bondIds)
    return Object.fromEntries([...lives].map(([id, life]) => [id, missingPapers(life)]))
  })

type Row = {
  id: string
  kind: BondKind
  steps: Step[] | null
  depositor: string | null
  standing: BondLife['standing'] | null
}
