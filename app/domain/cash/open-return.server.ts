import { Refusal } from '#app/domain/refusal.ts'
import type { Tx } from '#app/platform/db.ts'
import type { CashPlace } from './cash.ts'
import { type OnAdvance, type OpenAdvance, openAdvanceAct } from './open-advance-act.server.ts'
import { type CashAnswer, whyNotAnswer } from './signature.ts'
import { returnStates } from './signature-states.server.ts'

/** What every answer to cash that was counted back is told. */
export type OnReturn = Omit<OnAdvance, 'occurredAt'> & { returnId: string }

type OpenReturn = { amountCents: bigint; broughtTo: CashPlace; occurredAt: Date }

/** How every answer to cash that was counted back begins: under the locks of its advance, by whoever may give it. */
export async function openReturn(
  tx: Tx,
  answer: CashAnswer,
  { staff, advanceId, returnId }: OnReturn,
): Promise<{ advance: OpenAdvance; counted: OpenReturn; at: Date }> {
  const { advance, at } = await openAdvanceAct(tx, `${answer}_return`, { staff, advanceId })
  const row = await tx.advanceReturn.findFirst({ where: { id: returnId, advanceId } })
  if (!row) throw new Refusal('return_unknown')
  const state = (await returnStates(tx, [returnId])).get(returnId) ?? 'waiting'
  const of = { kind: 'return', state, writerId: row.countedBy, witnessId: row.witnessedBy } as const
  const refusal = whyNotAnswer(answer, of, staff.id)
  if (refusal) throw refusal
  const { amountCents, broughtTo, occurredAt } = row
  return { advance, counted: { amountCents, broughtTo: broughtTo as CashPlace, occurredAt }, at }
}
