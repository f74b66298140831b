import { now } from '#app/platform/clock.ts'
import { open } from '#app/platform/crypto.ts'
import type { Tx } from '#app/platform/db.ts'
import { stepOf } from './authenticator.ts'
import { secretCell } from './secret-cell.ts'

export type TakenCode = 'accepted' | 'used' | 'wrong'

/** Takes a code of a confirmed authenticator. A time step is accepted once, so a code seen over a shoulder is spent. */
export async function takeCode(tx: Tx, staffId: string, code: string): Promise<TakenCode> {
  const [totp] = await tx.$queryRaw<{ secret_sealed: Uint8Array; last_counter: bigint }[]>`
    select secret_sealed, last_counter from staff_totp
     where staff_id = ${staffId}::uuid and confirmed_at is not null for update`
  if (!totp) return 'wrong'
  const step = stepOf(code, open(totp.secret_sealed, secretCell(staffId)), now())
  if (step === null) return 'wrong'
  if (step <= totp.last_counter) return 'used'
  await tx.staffTotp.update({ where: { staffId }, data: { lastCounter: step } })
  return 'accepted'
}
