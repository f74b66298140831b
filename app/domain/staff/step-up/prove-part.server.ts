import type { Tx } from '#app/platform/db.ts'

/** A proof of presence, and the act that it was given for. */
export type WholeProof = { stepUpId: string; staffId: string; boundTo: string }

/**
 * One proof is given for a whole act; each record that the act makes keeps one of its own, bound to what it records. Where
 * the record is the whole act it is the proof itself. The database lets a proof serve each part once. Answers the id.
 */
export async function provePart(tx: Tx, whole: WholeProof, boundTo: string): Promise<string> {
  const { stepUpId, staffId } = whole
  if (boundTo === whole.boundTo) return stepUpId
  const { method, madeAt } = await tx.staffStepUp.findUniqueOrThrow({ where: { id: stepUpId } })
  const { id } = await tx.staffStepUp.create({
    data: { staffId, method, madeAt, boundTo, derivedFrom: stepUpId },
    select: { id: true },
  })
  return id
}
