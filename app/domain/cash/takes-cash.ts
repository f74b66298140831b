import { allowsPosting, type Preparation } from '#app/domain/bond-preparation/preparation.ts'
import { paysOnlyAsPoster } from '#app/domain/disbursements/acts.ts'
import { isBondKind } from '#app/domain/disbursements/disbursement.ts'
import { Refusal } from '#app/domain/refusal.ts'
import type { Role } from '#app/domain/staff/access.ts'

/**
 * Why no cash is signed out for a disbursement, or null where it may be: what may not be posted, or whose wire is gone, needs none.
 */
export function whyNoCashFor(of: { preparation: Preparation }): Refusal | null {
  if (!allowsPosting(of.preparation))
    return new Refusal('preparation_does_not_allow_posting', {}, 'disbursementIds')
  if (of.preparation.state === 'wire_sent') return new Refusal('money_is_under_way', {}, 'disbursementIds')
  return null
}

/**
 * Why someone with these roles is given no cash for a disbursement, or null where they may be: a bond can be given to whoever only
 * posts, but a ride or a call never, and they could not pay it with the cash.
 */
export function whyNoCashTo(roles: readonly Role[], of: { kind: string }): Refusal | null {
  return isBondKind(of.kind) || !paysOnlyAsPoster({ roles })
    ? null
    : new Refusal('poster_carries_cash_for_bonds', {}, 'posterId')
}
