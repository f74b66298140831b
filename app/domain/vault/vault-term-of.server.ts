import type { Tx } from '#app/platform/db.ts'
import { usualVaultTerm } from './vault-term.ts'

/** For how many months after the last thing that happened the fund keeps who a person was. */
export async function vaultTermOf(tx: Tx, fundId: string): Promise<number> {
  const last = await tx.vaultTerm.findFirst({ where: { fundId }, orderBy: { id: 'desc' } })
  return last?.months ?? usualVaultTerm
}
