import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { requireRole } from '#app/domain/disbursements/require-role.server.ts'
import { lockFundBank } from '#app/domain/ledger/balances.server.ts'
import { type Cents, cents } from '#app/domain/money/cents.ts'
import { Refusal } from '#app/domain/refusal.ts'
import type { Tx } from '#app/platform/db.ts'
import type { CashPlace } from './cash.ts'
import { type CashAnswer, whyNotAnswer } from './signature.ts'
import { moveStates } from './signature-states.server.ts'

/** What every answer to a move between bank and box is told. */
export type OnMove = { staff: ActingStaff; moveId: string }

type OpenMove = { fundId: string; to: CashPlace; amount: Cents; occurredAt: Date }

/** How every answer to a move between bank and box begins: under the lock of the fund's bank, by whoever may give it. */
export async function openMove(tx: Tx, answer: CashAnswer, { staff, moveId }: OnMove): Promise<OpenMove> {
  const move = await tx.cashMove.findUnique({ where: { id: moveId } })
  if (!move) throw new Refusal('move_unknown')
  const { fundId, movedTo, amountCents, occurredAt } = move
  await lockFundBank(tx, [fundId])
  await requireRole(tx, { staffId: staff.id, fundId, action: 'cash:handle' })
  const state = (await moveStates(tx, [moveId])).get(moveId) ?? 'waiting'
  const of = { kind: 'move', state, writerId: move.movedBy, witnessId: move.witnessedBy } as const
  const refusal = whyNotAnswer(answer, of, staff.id)
  if (refusal) throw refusal
  return { fundId, to: movedTo as CashPlace, amount: cents(amountCents), occurredAt }
}
