import type { Tx } from '#app/platform/db.ts'

/** Says whose case a code is, once and for good: money knows only the code. */
export async function linkCase(tx: Tx, of: { personId: string; caseCode: string }): Promise<void> {
  await tx.personCase.create({ data: of })
}
