import { rolesInFund } from '#app/domain/disbursements/require-role.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { type Action, may } from '#app/domain/staff/access.ts'
import type { Tx } from '#app/platform/db.ts'
import { fundsOfDonor } from './funds-of-donor.server.ts'

export type OpenedDonor = {
  id: string
  /** The fund under which the audit keeps what is done about this donor: where most of their gifts went. */
  fundId?: string
}

type Of = {
  donorId: string
  staff: { id: string; fundIds: string[] }
  action: Action
  /** What touches all of a donor is for someone who may in every fund that they gave to. */
  everywhere?: boolean
}

/**
 * How every act about a donor begins: their row locked, and one who may do it. Refuses `donor_unknown` where they gave to other
 * funds only, `role_may_not`, `donor_is_merged_away`, and `donor_is_erased`.
 */
export async function openDonor(tx: Tx, of: Of): Promise<OpenedDonor> {
  const { donorId, staff } = of
  const [donor] = await tx.$queryRaw<{ id: string; erased: boolean }[]>`
    select id::text as id, erased_at is not null as erased from donor where id = ${donorId}::uuid for no key update`
  if (!donor) throw new Refusal('donor_unknown')
  const [merged] = await tx.$queryRaw<{ away: boolean }[]>`
    select donor_now(${donorId}::uuid) <> ${donorId}::uuid as away`
  if (merged?.away) throw new Refusal('donor_is_merged_away')

  const fundIds = await fundsOfDonor(tx, donorId)
  const theirs = fundIds.filter((fundId) => staff.fundIds.includes(fundId))
  if (fundIds.length > 0 && theirs.length === 0) throw new Refusal('donor_unknown')
  const asked = fundIds.length === 0 ? staff.fundIds : fundIds
  const able: string[] = []
  for (const fundId of asked) {
    if (may(await rolesInFund(tx, { staffId: staff.id, fundId }), of.action)) able.push(fundId)
  }
  const isEnough = of.everywhere && fundIds.length > 0 ? able.length === fundIds.length : able.length > 0
  if (!isEnough) throw new Refusal('role_may_not')
  if (donor.erased) throw new Refusal('donor_is_erased')
  const main = able[0]
  return { id: donor.id, ...(main ? { fundId: main } : {}) }
}
