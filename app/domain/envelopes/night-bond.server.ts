import { allowedPurposeVersion } from '#app/domain/disbursements/content/allowed-purpose.server.ts'
import { contentHash } from '#app/domain/disbursements/content/content.server.ts'
import { add, type Cents } from '#app/domain/money/cents.ts'
import { Refusal } from '#app/domain/refusal.ts'
import type { Tx } from '#app/platform/db.ts'
import { whyNotThisSum } from './acts.ts'
import type { EnvelopePurpose } from './envelope.ts'
import type { LockedEnvelope } from './open-envelope-act.server.ts'

/** What a poster is about to post, or has posted. */
export type NightBond = {
  kind: EnvelopePurpose
  caseCode: string
  venue: string
  payee: string
  principal: Cents
  fees: Cents
}

/** A bond as a disbursement's content, where the envelope and the fund's published purpose allow it; else a refusal. */
export async function nightBondContent(
  tx: Tx,
  envelope: LockedEnvelope,
  { bond, at }: { bond: NightBond; at: Date },
) {
  const { fundId } = envelope
  const { kind, caseCode, venue, payee, principal, fees } = bond
  if (principal <= 0n) throw new Refusal('principal_missing', {}, 'principal')
  if (!envelope.purposeCodes.includes(kind)) throw new Refusal('envelope_is_for_other_bonds', {}, 'kind')
  const refusal = whyNotThisSum(envelope, add(principal, fees))
  if (refusal) throw refusal
  const purposeVersion = await allowedPurposeVersion(tx, { fundId, kind, purposeCode: kind, at })
  const content = { fundId, kind, purposeCode: kind, purposeVersion, caseCode }
  return {
    ...content,
    contentHash: contentHash({
      ...content,
      venue,
      payees: [payee],
      principalCeiling: principal,
      feesCeiling: fees,
    }),
  }
}
