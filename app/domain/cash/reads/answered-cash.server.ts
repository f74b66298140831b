import type { WhyNot } from '#app/domain/disbursements/reads/disbursement-page.server.ts'
import type { Refusal } from '#app/domain/refusal.ts'
import type { Tx } from '#app/platform/db.ts'
import type { AdvanceAct } from '../acts.ts'
import { type CashAnswer, type SignatureState, whyNotAnswers } from '../signature.ts'
import { moveStates, returnStates } from '../signature-states.server.ts'

const shown = 30
const mostWaiting = 200

/** Cash that two people counted back or moved, as a page shows it. */
export type AnsweredCash = {
  id: string
  /** Where it was put. */
  to: string
  cents: bigint
  by: string
  witness: string
  at: Date
  state: SignatureState
  /** Why it is disputed; empty where it is not. */
  words: string
  /** For each answer whether the reader may give it now. */
  acts: Record<CashAnswer, WhyNot>
}

/** What was counted back of one advance, in the order in which it was entered. */
export async function returnsOf(
  tx: Tx,
  of: { advanceId: string; readerId: string; acts: Record<AdvanceAct, WhyNot> },
): Promise<AnsweredCash[]> {
  const rows = await tx.advanceReturn.findMany({
    where: { advanceId: of.advanceId },
    orderBy: [{ recordedAt: 'asc' }, { id: 'asc' }],
    include: {
      countedByStaff: { select: { name: true } },
      witnessedByStaff: { select: { name: true } },
      answer: { select: { words: true } },
    },
  })
  const states = await returnStates(
    tx,
    rows.map(({ id }) => id),
  )
  return rows.map((row) => {
    const state = states.get(row.id) ?? 'waiting'
    const own = whyNotAnswers(
      { kind: 'return', state, writerId: row.countedBy, witnessId: row.witnessedBy },
      of.readerId,
    )
    return {
      id: row.id,
      to: row.broughtTo,
      cents: row.amountCents,
      by: row.countedByStaff.name,
      witness: row.witnessedByStaff.name,
      at: row.occurredAt,
      state,
      words: row.answer?.words ?? '',
      // What stands against any answer to this advance is said after what stands against this very one.
      acts: {
        sign: plain(own.sign) ?? of.acts.sign_return,
        dispute: plain(own.dispute) ?? of.acts.dispute_return,
        withdraw: plain(own.withdraw) ?? of.acts.withdraw_return,
      },
    }
  })
}

/** The moves between a fund's bank and its box, the newest first: those that wait for an answer among them, however old. */
export async function movesOf(tx: Tx, of: { fundId: string; readerId: string }): Promise<AnsweredCash[]> {
  const { fundId, readerId } = of
  const newest = await tx.$queryRaw<{ id: string }[]>`
    (select m.id from cash_move m
      where m.fund_id = ${fundId}::uuid and m.witness_signs
        and not exists (select from cash_move_answer x where x.move_id = m.id)
      order by m.recorded_at desc limit ${mostWaiting})
     union
    (select m.id from cash_move m where m.fund_id = ${fundId}::uuid order by m.recorded_at desc limit ${shown})`
  const ids = newest.map(({ id }) => id)
  const rows = await tx.cashMove.findMany({
    where: { id: { in: ids } },
    orderBy: [{ recordedAt: 'desc' }, { id: 'asc' }],
    include: {
      movedByStaff: { select: { name: true } },
      witnessedByStaff: { select: { name: true } },
      answer: { select: { words: true } },
    },
  })
  const states = await moveStates(tx, ids)
  return rows.map((row) => {
    const state = states.get(row.id) ?? 'waiting'
    const own = whyNotAnswers(
      { kind: 'move', state, writerId: row.movedBy, witnessId: row.witnessedBy },
      readerId,
    )
    return {
      id: row.id,
      to: row.movedTo,
      cents: row.amountCents,
      by: row.movedByStaff.name,
      witness: row.witnessedByStaff.name,
      at: row.occurredAt,
      state,
      words: row.answer?.words ?? '',
      acts: { sign: plain(own.sign), dispute: plain(own.dispute), withdraw: plain(own.withdraw) },
    }
  })
}

/** A `Refusal` is an error, of which only the message would cross the wire. */
const plain = (refusal: Refusal | null): WhyNot => refusal && { code: refusal.code, params: refusal.params }
