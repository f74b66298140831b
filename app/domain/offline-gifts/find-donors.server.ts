import { addressOfDonor } from '#app/domain/donor-records/address-of-donor.server.ts'
import { maskEmail } from '#app/domain/gifts/mask-email.ts'
import { inTransaction } from '#app/platform/db.ts'
import { Prisma } from '#prisma/generated/client.ts'

const shownAtMost = 10
const typedAtLeast = 3

/** Of what they gave, what these funds know of. */
const giftsSeen = Prisma.sql`
  (select count(*)::int from payment p
    where p.donor_id = d.id and exists (select from donation n where n.payment_id = p.id and in_scope(n.fund_id)))`

export type FoundDonor = {
  id: string
  name: string
  /** Masked: where they are written to. Null for whoever gave no address. */
  email: string | null
  gifts: number
}

/**
 * Donors whose name holds what was typed, or whose address is it, among those that these funds may know. Fewer than three
 * signs find nobody: this is no list to leaf through.
 */
export async function findDonors(of: { fundIds: string[]; typed: string }): Promise<FoundDonor[]> {
  const typed = of.typed.trim().toLowerCase()
  if ([...typed].length < typedAtLeast) return []
  const rows = await inTransaction(
    { scope: { kind: 'staff', fundIds: of.fundIds } },
    (tx) => tx.$queryRaw<FoundDonor[]>`
      select d.id, d.name, ${addressOfDonor} as email, ${giftsSeen} as gifts from donor d
       where (position(${typed} in lower(d.name)) > 0 or d.email = ${typed}) and d.erased_at is null and donor_in_reach(d.id)
       order by d.name, d.id limit ${shownAtMost}`,
  )
  return rows.map(masked)
}

/** The one that was chosen, where these funds may know them. */
export async function chosenDonor(of: { fundIds: string[]; donorId: string }): Promise<FoundDonor[]> {
  const rows = await inTransaction(
    { scope: { kind: 'staff', fundIds: of.fundIds } },
    (tx) => tx.$queryRaw<FoundDonor[]>`
      select d.id, d.name, ${addressOfDonor} as email, ${giftsSeen} as gifts from donor d
       where d.id = ${of.donorId}::uuid and d.erased_at is null and donor_in_reach(d.id)`,
  )
  return rows.map(masked)
}

const masked = (row: FoundDonor): FoundDonor => ({ ...row, email: row.email && maskEmail(row.email) })
