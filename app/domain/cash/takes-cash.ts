import { allowsPosting, type Preparation } from '#app/domain/bond-preparation/preparation.ts'
import { Refusal } from '#app/domain/refusal.ts'

/**
 * Why no cash is signed out for a disbursement, or null where it may be: what may not be posted, or whose wire is gone, needs none.
 */
export function whyNoCashFor(of: { preparation: Preparation }): Refusal | null {
  if (!allowsPosting(of.preparation))
    return new Refusal('preparation_does_not_allow_posting', {}, 'disbursementIds')
  if (of.preparation.state === 'wire_sent') return new Refusal('money_is_under_way', {}, 'disbursementIds')
  return null
}
