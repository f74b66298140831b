import { isBondKind } from '#app/domain/disbursements/disbursement.ts'
import { type Cents, cents, zero } from '#app/domain/money/cents.ts'
import { Refusal } from '#app/domain/refusal.ts'
import type { Tx } from '#app/platform/db.ts'
import type { BeyondOwnPart } from './copay.ts'
import { postableFor } from './family-part.server.ts'

/** What the bond begins with: its whole principal, whose part of it is a family's, and what it can cost beyond. */
export type BondTerms = {
  principal: Cents
  familyPart: Cents
  agreementId: string | null
  exposure: Cents | null
}

/** `id` of the disbursement, where there is one already: a night's draw takes what nothing else waits for. */
type Of = BeyondOwnPart & { id?: string; fundId: string; caseCode: string; kind: string; principal: Cents }

/** Judges the family's part and the exposure, under the lock of the fund's bank. Refuses what is not held for this case. */
export async function bondTerms(tx: Tx, of: Of): Promise<BondTerms> {
  const { family, exposure, kind, principal } = of
  if ((family || exposure) && !isBondKind(kind))
    throw new Refusal('family_part_is_of_a_bond', {}, 'familyPart')
  if (family) await refuseWhatIsNotHeld(tx, of, family)
  const familyPart = family?.amount ?? zero
  const whole = cents(principal + familyPart)
  if (exposure !== undefined) {
    if (kind !== 'court_bail') throw new Refusal('exposure_is_of_court_bail', {}, 'exposure')
    if (exposure < whole)
      throw new Refusal('exposure_is_at_least_the_deposit', { deposit: whole }, 'exposure')
  }
  return {
    principal: whole,
    familyPart,
    agreementId: family?.agreementId ?? null,
    exposure: exposure ?? null,
  }
}

async function refuseWhatIsNotHeld(
  tx: Tx,
  { id, fundId, caseCode }: Of,
  { agreementId, amount }: { agreementId: string; amount: Cents },
): Promise<void> {
  if (amount <= 0n) throw new Refusal('family_part_missing', {}, 'familyPart')
  const agreement = await tx.copayAgreement.findFirst({ where: { id: agreementId, fundId, caseCode } })
  if (!agreement) throw new Refusal('family_part_is_of_its_case', {}, 'familyPart')
  const held = await postableFor(tx, { agreementId, disbursementId: id ?? null })
  if (amount > held) throw new Refusal('family_part_exceeds_what_is_held', { held }, 'familyPart')
}
