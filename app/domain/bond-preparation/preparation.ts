import { type BondKind, type BondState, nextStates } from '#app/domain/bonds/bond.ts'
import { isBondKind } from '#app/domain/disbursements/disbursement.ts'
import type { Cents } from '#app/domain/money/cents.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { may, type Role } from '#app/domain/staff/access.ts'

/** Where the steps before posting stand in the present try: one that came back unposted is over, and the next is drafted. */
export type Preparation = {
  number: number
  state: string
  /** When the last step was, of whichever try. */
  at: Date | null
}

export const notBegun: Preparation = { number: 1, state: 'drafted', at: null }

/** Every state that a step before posting can lead to. With ICE: I-352 is the contract, EOIR-43 the automatic stay. */
export const preparationSteps = [
  'cash_out',
  'verification_sent',
  'verified',
  'refused',
  'stayed',
  'amount_changed',
  'contract_signed',
  'wire_sent',
  'wire_returned',
  'returned_unposted',
] as const satisfies BondState[]
export type PreparationStep = (typeof preparationSteps)[number]

/** Where it may go next without being posted, which is the payment's own act. */
export const nextPreparation = (kind: BondKind, state: string): PreparationStep[] =>
  preparationSteps.filter((to) => (nextStates(kind, state) as readonly string[]).includes(to))

/** What a payment passes through where nobody entered it: paper is often recorded afterwards. */
export const wayToPosted: Record<BondKind, readonly BondState[]> = {
  court_bail: ['posted'],
  immigration_bond: ['contract_signed', 'wire_sent', 'posted'],
}

/** Out of the bank and not yet with a court or DHS: until it is posted or back, its reservation is not let go. */
export const moneyIsUnderWay = ({ state }: Preparation): boolean =>
  state === 'cash_out' || state === 'wire_sent'

export const allowsPosting = ({ state }: Preparation): boolean =>
  !['verification_sent', 'refused', 'stayed', 'amount_changed', 'wire_returned'].includes(state)

/** What a fund is bound by, or sends money for: only under an approval. */
export const bindsMoney = (to: PreparationStep): boolean =>
  to === 'cash_out' || to === 'contract_signed' || to === 'wire_sent'

/** What decides who may record a step. */
export type Prepared = {
  kind: string
  state: string
  expiresAt: Date
  cashIsOut: boolean
  preparation: Preparation
  shared: { over: boolean } | null
}

/** To be said of what an approval allowed, by a moment after its end: what was done before is entered with its moment. */
export const approvalHadEnded = (): Refusal => new Refusal('approval_had_ended', {}, 'occurredAt')

/** Why this person may not record this step at that moment, or null where they may. Verbs refuse with it and pages show it. */
export function whyNotStep(
  to: PreparationStep,
  of: Prepared,
  person: { roles: readonly Role[] },
  at: Date,
): Refusal | null {
  const { kind, state, preparation } = of
  if (!may(person.roles, 'bonds:follow')) return new Refusal('role_may_not')
  if (!isBondKind(kind)) return new Refusal('only_a_bond_is_prepared')
  if (state !== 'proposed' && state !== 'approved') return new Refusal(`disbursement_is_${state}`)
  if (of.shared?.over) return new Refusal('shared_bond_is_over')
  if (!nextPreparation(kind, preparation.state).includes(to)) {
    return new Refusal('preparation_step_not_possible', {}, 'to')
  }
  if (bindsMoney(to) && state !== 'approved') return new Refusal('preparation_waits_for_approval', {}, 'to')
  if (bindsMoney(to) && !moneyIsUnderWay(preparation) && !of.cashIsOut && of.expiresAt <= at) {
    return approvalHadEnded()
  }
  // Cash that was signed out comes home by its own record, counted by two.
  if (to === 'returned_unposted' && of.cashIsOut) return new Refusal('cash_is_out_for_it')
  return null
}

/** A changed amount is named, and nothing else names one. */
export function whyNotThisAmount(to: PreparationStep, amount: Cents | null): Refusal | null {
  if ((to === 'amount_changed') === (amount !== null)) return null
  return new Refusal(
    amount === null ? 'changed_amount_is_named' : 'only_a_changed_amount_is_named',
    {},
    'amount',
  )
}
