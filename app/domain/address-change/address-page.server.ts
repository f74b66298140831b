import type { BondKind } from '#app/domain/bonds/bond.ts'
import { openVenue } from '#app/domain/disbursements/content/sealed.server.ts'
import { fundsWhere, type SignedInStaff } from '#app/domain/staff/staff.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'

export type OpenBond = {
  /** Of its disbursement, which every bond has before it is one. */
  disbursementId: string
  /** Null where the contract (I-352) was signed and nothing was posted when we moved. */
  bondId: string | null
  fundId: string
  caseCode: string
  kind: BondKind
  notice: { way: string; on: Date; by: string } | null
}

/** Whether the reader may write that it was told of: for every fund that has a part in it. */
type ShownBond = OpenBond & { mayTell: boolean }

type Reader = Pick<SignedInStaff, 'fundIds' | 'roles'>

/**
 * The last change of address, and every bond that was open then or whose contract was signed, by the court or office that has to be told: those where
 * someone still has to be told come first.
 */
export const addressPage = ({ staff }: { staff: Reader }) =>
  inTransaction({ scope: { kind: 'staff', fundIds: staff.fundIds } }, async (tx) => {
    const change = await tx.addressChange.findFirst({ orderBy: { recordedAt: 'desc' } })
    if (!change) return { change: null, venues: [], left: 0 }
    const readable = fundsWhere(staff, 'bonds:read')
    const follows = fundsWhere(staff, 'bonds:follow')
    const rows = once((await openBonds(tx, change.id)).filter(({ fundId }) => readable.includes(fundId)))
    const names = [...new Set(rows.map(({ venue }) => venue))]
    const { id, address, effectiveOn } = change
    return {
      change: { id, address, effectiveOn },
      left: rows.filter(({ notice }) => !notice).length,
      venues: names
        .map((name) => ({ venue: name, bonds: rows.filter(({ venue }) => venue === name) }))
        .map(({ venue, bonds }) => ({ venue, bonds: bonds.map((bond) => shownTo(follows, bond)) }))
        .map(({ venue, bonds }) => ({ venue, bonds, left: bonds.filter(({ notice }) => !notice).length }))
        .sort((one, other) => other.left - one.left || one.venue.localeCompare(other.venue)),
    }
  })

type Told = OpenBond & { venue: string; sharedId: string | null; fundIds: string[] }

const shownTo = (follows: string[], { fundIds, ...bond }: Told): ShownBond => ({
  ...bond,
  mayTell: fundIds.every((fundId) => follows.includes(fundId)),
})

/** A bond that funds share is told of in one letter: the part where that is still to do, or the first. */
function once(rows: Told[]): Told[] {
  const shown = new Map<string, Told>()
  for (const row of rows) {
    const before = row.bondId && row.sharedId ? shown.get(row.sharedId) : undefined
    if (row.bondId && row.sharedId && (!before || (before.notice && !row.notice)))
      shown.set(row.sharedId, row)
  }
  return rows.filter((row) => !row.bondId || !row.sharedId || shown.get(row.sharedId) === row)
}

type Row = Omit<OpenBond, 'notice'> & {
  sharedId: string | null
  fundIds: string[]
  venueSealed: Uint8Array
  way: string | null
  on: Date | null
  by: string | null
}

async function openBonds(tx: Tx, changeId: string): Promise<Told[]> {
  const rows = await tx.$queryRaw<Row[]>`
    select u."bondId", d.fund_id as "fundId", d.case_code as "caseCode", d.kind, d.id as "disbursementId",
           d.venue_sealed as "venueSealed", u.way, u.notified_on as "on", s.name as by, own.shared_bond_id as "sharedId",
           case when u."bondId" is null or own.shared_bond_id is null then array[d.fund_id]
                else array(select p.fund_id from shared_bond_part p where p.shared_bond_id = own.shared_bond_id) end as "fundIds"
      from (select b.id as "bondId", b.disbursement_id, b.posted_at, n.way, n.notified_on, n.notified_by
              from address_change a
              join bond b on b.posted_at <= a.occurred_at
              left join address_change_notice n on n.change_id = a.id and n.bond_id = b.id
             where a.id = ${changeId}::uuid and (b.state not in ('closed', 'returned_unposted') or n.bond_id is not null)
            union all
            select null, d.id, null, n.way, n.notified_on, n.notified_by
              from address_change a
              join disbursement d on d.kind = 'immigration_bond'
              left join address_change_contract_notice n on n.change_id = a.id and n.disbursement_id = d.id
             where a.id = ${changeId}::uuid
               and (n.disbursement_id is not null or contract_stands_since(d.id, a.occurred_at))) u
      join disbursement d on d.id = u.disbursement_id
      left join staff s on s.id = u.notified_by
      left join shared_bond_part own on own.disbursement_id = d.id
     order by u.posted_at, own.position, d.id`
  return rows.map(({ venueSealed, way, on, by, ...bond }) => ({
    ...bond,
    venue: openVenue(bond.disbursementId, venueSealed),
    notice: way && on && by ? { way, on, by } : null,
  }))
}
