import { notClosed } from '#app/domain/funds/not-closed.server.ts'
import type { Tx } from '#app/platform/db.ts'

/** How the fund takes requests; null where it never said, and where it is closed. */
export async function intakeOf(tx: Tx, fundId: string) {
  const [takes] = await notClosed([fundId], tx)
  return takes ? tx.fundIntake.findUnique({ where: { fundId } }) : null
}
