import { type Cursor, writeCursor } from '#app/domain/disbursements/reads/cursor.ts'
import { maskEmail } from '#app/domain/gifts/mask-email.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { Prisma } from '#prisma/generated/client.ts'
import { addressOfDonor } from './address-of-donor.server.ts'
import { type DonorSearch, readDonorSearch } from './donor-search.ts'
import { type TotalBand, totalBand } from './total-band.ts'

const pageSize = 30
const mostFound = 50

export type ListedDonor = {
  id: string
  name: string
  /** Masked: the address itself is shown on the donor's page, with a reason. Null for whoever has none. */
  email: string | null
  incognito: boolean
  erased: boolean
  lastGiftAt: Date | null
  band: TotalBand
}

/** Donors of these funds, and whoever gave to none yet, the newest first. */
export async function listDonors(of: {
  fundIds: string[]
  after: Cursor | null
}): Promise<{ rows: ListedDonor[]; next: string | null }> {
  const { fundIds, after } = of
  return inTransaction({ scope: { kind: 'staff', fundIds } }, async (tx) => {
    const rows = await read(tx, {
      fundIds,
      where: Prisma.sql`
        d.erased_at is null and ${stands} and ${inReach(fundIds)}
        and (${after?.at ?? null}::timestamptz is null
             or (date_trunc('milliseconds', d.recorded_at), d.id) < (${after?.at ?? null}::timestamptz, ${after?.id ?? null}::uuid))`,
      limit: pageSize + 1,
    })
    const shown = rows.slice(0, pageSize)
    const last = rows.length > pageSize ? shown.at(-1) : undefined
    return {
      rows: shown.map(listed),
      next: last ? writeCursor({ at: last.recordedAt, id: last.id }) : null,
    }
  })
}

/** Those that fit what was typed, at most fifty; `more` where there are others. Whoever was merged away is found as who stands. */
export async function searchDonors(of: {
  fundIds: string[]
  typed: string
}): Promise<{ rows: ListedDonor[]; more: boolean }> {
  const { fundIds } = of
  const search = readDonorSearch(of.typed)
  return inTransaction({ scope: { kind: 'staff', fundIds } }, async (tx) => {
    const rows = await read(tx, {
      fundIds,
      where: Prisma.sql`
        d.id in (select coalesce(m.survivor_id, x.id) from (${fitting(search)}) x
                   left join merges_that_stand() m on m.merged_id = x.id) and ${inReach(fundIds)}`,
      limit: mostFound + 1,
    })
    return { rows: rows.slice(0, mostFound).map(listed), more: rows.length > mostFound }
  })
}

const stands = Prisma.sql`not exists (select from donor_merge m where m.merged_id = d.id and m.undone_at is null)`

/** `donor_in_funds` for each of many: written out, so that the database asks it of all of them at once. */
const inReach = (fundIds: string[]): Prisma.Sql => Prisma.sql`
  (exists (select from gift_to_fund g where g.donor_id = d.id and g.fund_id = any (${fundIds}::uuid[]))
   or not exists (select from gift_to_fund g where g.donor_id = d.id))`

function fitting(search: DonorSearch): Prisma.Sql {
  switch (search.by) {
    case 'email':
      return Prisma.sql`select s.id from donor s where s.email = ${search.email} and s.erased_at is null`
    case 'receipt':
      return Prisma.sql`
        select p.donor_id as id from payment p where p.receipt_number = ${search.number}
        union select p.donor_id from receipt_correction c join payment p on p.id = c.payment_id where c.number = ${search.number}`
    case 'name': {
      if (search.words.length === 0) return Prisma.sql`select null::uuid as id where false`
      // Each typed word is the beginning of one of the name's; what would be a sign of the query language is taken out.
      const wanted = Prisma.join(
        search.words.map(
          (word) => Prisma.sql`to_tsquery('simple', quote_literal(plain_name(${word})) || ':*')`,
        ),
        ' && ',
      )
      return Prisma.sql`
        select s.id from donor s
         where to_tsvector('simple', plain_name(s.name)) @@ (${wanted}) and s.erased_at is null`
    }
  }
}

type Row = {
  id: string
  name: string
  email: string | null
  incognito: boolean
  erased: boolean
  recordedAt: Date
  lastGiftAt: Date | null
  cents: bigint
}

/** What each gave is summed for the rows that are shown only. */
const read = (tx: Tx, of: { fundIds: string[]; where: Prisma.Sql; limit: number }): Promise<Row[]> =>
  tx.$queryRaw<Row[]>`
    select w.*, g.last as "lastGiftAt", coalesce(g.cents, 0)::bigint as cents
      from (select d.id, d.name, ${addressOfDonor} as email, d.incognito, d.erased_at is not null as erased, d.recorded_at as "recordedAt"
              from donor d where ${of.where} order by d.recorded_at desc, d.id desc limit ${of.limit}) w
      left join lateral (
        select max(l.given_at) filter (where l.kind = 'gift') as last,
               sum(case when l.kind = 'gift' then l.amount_cents else -l.amount_cents end) filter (where l.stands) as cents
          from donor_record_line l where l.donor_id = w.id and l.fund_id = any (${of.fundIds}::uuid[])) g on true
     order by w."recordedAt" desc, w.id desc`

const listed = ({ cents, recordedAt: _recordedAt, email, ...row }: Row): ListedDonor => ({
  ...row,
  email: email === null || row.erased ? null : maskEmail(email),
  band: totalBand(cents),
})
