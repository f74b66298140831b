import { maskEmail } from '#app/domain/gifts/mask-email.ts'
import { inTransaction } from '#app/platform/db.ts'
import { whoStays } from './who-stays.server.ts'

export type StayedDonor = {
  donorId: string
  /** Masked. Null where the reader does not know the donor, and where they gave none. */
  email: string | null
  /** Not where the donor is one of other funds only. */
  isKnown: boolean
  /** Where they gave no address; null where they did, or where the reader does not know them. */
  name: string | null
  /** What there is of them by now, as `whoStays` names it. Empty where nothing is any more. */
  because: string[]
  /** The file's lines of their gifts that stay: at most 50. */
  lines: number[]
}

export type StayedDonors = { count: number; donors: StayedDonor[]; next: string | null }

const atOnce = 25

/** After a batch was taken back: whom of its donors it left, and why. `knownIn` are the funds whose donors the reader may open. */
export async function whoStayed(of: {
  batchId: string
  knownIn: string[]
  after: string | null
}): Promise<StayedDonors> {
  const { batchId, knownIn, after } = of
  const rows = await inTransaction(
    { scope: { kind: 'system' } },
    (tx) => tx.$queryRaw<(StayedDonor & { name: string; count: number })[]>`
      with gift as (
        select g.donor_id, g.line from imported_gift g
         where g.batch_id = ${batchId}::uuid and not exists (select from imported_gift_end x where x.gift_id = g.id)),
      stayed as (
        select i.donor_id from imported_donor i where i.batch_id = ${batchId}::uuid union select donor_id from gift),
      shown as (
        select d.id, d.email, d.name, count(*) over ()::int as count
          from stayed s join donor d on d.id = s.donor_id and d.erased_at is null),
      page as materialized (
        select * from shown where ${after}::uuid is null or id > ${after}::uuid order by id limit ${atOnce + 1}),
      why as materialized (${whoStays(batchId)})
      select p.id as "donorId", p.email, p.name, p.count,
             array(select distinct w.used_in from why w where w.donor_id = p.id order by 1) as because,
             array(select g.line from gift g where g.donor_id = p.id order by g.line limit 50) as lines,
             donor_in_funds(p.id, ${knownIn}::uuid[]) as "isKnown"
        from page p order by p.id`,
  )
  const shown = rows.slice(0, atOnce)
  return {
    count: rows[0]?.count ?? 0,
    donors: shown.map(({ donorId, email, name, because, lines, isKnown }) => ({
      ...{ donorId, because, lines, isKnown },
      email: isKnown && email !== null ? maskEmail(email) : null,
      name: isKnown && email === null ? name : null,
    })),
    next: rows.length > atOnce ? (shown.at(-1)?.donorId ?? null) : null,
  }
}
