import { Refusal } from '#app/domain/refusal.ts'

/**
 * How cash stands that one person counted back or moved: their word alone until whoever they named signs or disputes it, or it is
 * taken back. `named`: from before the other signed. `abandoned`: the other can sign nothing any longer.
 */
export type SignatureState = 'named' | 'waiting' | 'abandoned' | 'signed' | 'disputed' | 'withdrawn'

export type CashAnswer = 'sign' | 'dispute' | 'withdraw'

export type SignatureKind = 'return' | 'move'

/** How many letters a dispute may have. */
export const longestDispute = 300

type ToAnswer = {
  kind: SignatureKind
  state: SignatureState
  /** Who entered it, and whom they named as beside them. */
  writerId: string
  witnessId: string
}

/** Why this person may not answer it so, or null where they may. Verbs refuse with it and pages show it. */
export function whyNotAnswer(answer: CashAnswer, cash: ToAnswer, personId: string): Refusal | null {
  const { kind, state, writerId, witnessId } = cash
  if (state !== 'waiting' && state !== 'abandoned') return new Refusal(`${kind}_is_answered_once`)
  if (answer !== 'withdraw')
    return personId === witnessId ? null : new Refusal('cash_is_signed_by_its_witness')
  return personId === writerId || state === 'abandoned'
    ? null
    : new Refusal('unsigned_cash_is_withdrawn_by_its_writer')
}

/** The same for each answer. */
export const whyNotAnswers = (cash: ToAnswer, personId: string): Record<CashAnswer, Refusal | null> => ({
  sign: whyNotAnswer('sign', cash, personId),
  dispute: whyNotAnswer('dispute', cash, personId),
  withdraw: whyNotAnswer('withdraw', cash, personId),
})
