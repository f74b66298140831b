import { erasedToken } from '#app/domain/donor-area/erasure/erased-address.server.ts'
import type { Tx } from '#app/platform/db.ts'

/**
 * Empties what files that are still looked at say of an erased donor, by their address or by what an earlier file knew them
 * by. Such a row is not taken any more; a batch that is being brought in with it stops, and is looked at again.
 */
export async function eraseFromImports(tx: Tx, of: { donorId: string; email: string | null }): Promise<void> {
  const token = of.email === null ? null : erasedToken(of.email)
  await tx.$executeRaw`
    update import_row
       set email = '', name = '', problems = '[{"column": 0, "code": "address_was_erased"}]', findings = '[]', decision = null,
           donor_id = null, decided_by = null, decided_at = null
     where email = ${of.email} or donor_id = ${of.donorId}::uuid or email_token = ${token}
        or number_token in (select k.token from imported_donor_key k where k.donor_id = ${of.donorId}::uuid and k.kind = 'number')
        or address_token in (select k.token from imported_donor_key k
                              where k.donor_id = ${of.donorId}::uuid and k.kind = 'name_and_address')`
}
