import { addressOfDonor } from '#app/domain/donor-records/address-of-donor.server.ts'
import type { Tx } from '#app/platform/db.ts'

type Year = { year: number; timezone: string }

/** How many donors who can be written to gave in a year of the organization's calendar. */
export async function donorsOfYear(tx: Tx, { year, timezone }: Year): Promise<number> {
  const [row] = await tx.$queryRaw<{ donors: bigint }[]>`
    select count(*) as donors from donor d
     where d.erased_at is null and ${addressOfDonor} is not null and exists (
       select from donor_gift_line g where g.donor_id = d.id and g.kind = 'gift' and g.stands
          and g.given_at >= (make_date(${year}, 1, 1)::timestamp at time zone ${timezone})
          and g.given_at < (make_date(${year + 1}, 1, 1)::timestamp at time zone ${timezone}))`
  return Number(row?.donors ?? 0)
}

export type Addressee = { id: string; email: string; name: string; language: string }

/** The next of them, by id: whoever was erased, or never gave an address, is told of nothing by mail. */
export const nextDonors = (
  tx: Tx,
  { year, timezone, after, limit }: Year & { after: string | null; limit: number },
) =>
  tx.$queryRaw<Addressee[]>`
    select d.id, ${addressOfDonor} as email, d.name, d.language from donor d
     where d.erased_at is null and ${addressOfDonor} is not null and (${after}::uuid is null or d.id > ${after}::uuid) and exists (
       select from donor_gift_line g where g.donor_id = d.id and g.kind = 'gift' and g.stands
          and g.given_at >= (make_date(${year}, 1, 1)::timestamp at time zone ${timezone})
          and g.given_at < (make_date(${year + 1}, 1, 1)::timestamp at time zone ${timezone}))
     order by d.id limit ${limit}`
