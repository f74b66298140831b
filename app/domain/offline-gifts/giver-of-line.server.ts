import { Refusal } from '#app/domain/refusal.ts'
import type { Tx } from '#app/platform/db.ts'
import type { Giver } from './offline-gift.ts'

/**
 * Who a line is from: the donor that was found, or a new one. An address that is known is that donor's, whoever typed it. Names
 * that donors gave stay; only who never said one is given it. Refuses `donor_unknown` and `giver_is_named`.
 */
export async function giverOfLine(tx: Tx, giver: Giver): Promise<string> {
  const email = giver.email === '' ? null : giver.email
  const donor = giver.donorId
    ? await found(tx, giver.donorId)
    : email && (await tx.donor.findUnique({ where: { email }, select: { id: true, name: true } }))
  if (giver.donorId && !donor) throw new Refusal('donor_unknown', {}, 'donorId')
  if (donor && donor.name !== '') return donor.id
  if (giver.name === '') throw new Refusal('giver_is_named', {}, 'name')
  if (donor) {
    await tx.donor.update({ where: { id: donor.id }, data: { name: giver.name } })
    return donor.id
  }
  const made = await tx.donor.create({
    data: { email, name: giver.name, language: giver.language },
    select: { id: true },
  })
  return made.id
}

async function found(tx: Tx, donorId: string): Promise<{ id: string; name: string } | null> {
  const [row] = await tx.$queryRaw<{ id: string; name: string }[]>`
    select d.id, d.name from donor d where d.id = ${donorId}::uuid and d.erased_at is null and donor_in_reach(d.id)`
  return row ?? null
}
