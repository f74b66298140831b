import { randomUUID } from 'node:crypto'
import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { dayOf } from '#app/domain/bonds/day-of.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { refuseDayBeforeCase } from '#app/domain/disbursements/refuse-day-before-case.server.ts'
import { requireRole } from '#app/domain/disbursements/require-role.server.ts'
import type { Cents } from '#app/domain/money/cents.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { caseKey } from '#app/domain/vault/case-key.server.ts'
import { refuseNamedNumber } from '#app/domain/vault/refuse-named-number.server.ts'
import { now } from '#app/platform/clock.ts'
import { sha256Hex } from '#app/platform/crypto.ts'
import type { Tx } from '#app/platform/db.ts'
import type { Reading } from './reading.ts'
import { sealSigner } from './signer.server.ts'
import { needsOfficialText } from './text-reviews.server.ts'
import { agreementTexts, type PaperLanguage, textVersion } from './texts/texts.ts'

export type SignedAgreement = {
  staff: ActingStaff
  fundId: string
  caseCode: string
  /** In which language the paper was printed. */
  language: PaperLanguage
  /** How it was read aloud, where the family's language is another one. Kept sealed. */
  reading?: Reading | null
  amount: Cents
  /** Who signed. Kept sealed. */
  signer: string
  /** The number on the signed copy. */
  paperNumber: string
  /** The day on the paper, as `2026-11-21`. */
  signedOn: string
  timezone: string
}

/**
 * Records that a relative signed, in their language, what happens to their part: on a paper in it, or read aloud in it by an
 * interpreter beside one of ours. Whoever enters it saw it signed. What was read is kept by its version and hash. Refuses
 * where nobody asked them first whether they can post themselves, `shared_bond_holds_no_family_part` and `person_is_erased`.
 */
export async function signAgreement(signed: SignedAgreement): Promise<{ agreementId: string }> {
  const { staff, fundId, caseCode, language, amount, reading = null } = signed
  if (amount <= 0n) throw new Refusal('family_part_missing', {}, 'amount')
  if (signed.signedOn > dayOf(now(), signed.timezone)) throw new Refusal('fact_lies_ahead', {}, 'signedOn')

  return attempt({ staff, action: 'copay.signed', subject: 'copay_agreement', fundId }, async (tx) => {
    await requireRole(tx, { staffId: staff.id, fundId, action: 'copays:work' })
    const offerId = await lastOffer(tx, { fundId, caseCode })
    await refuseSharedBond(tx, { fundId, caseCode })
    await refuseDayBeforeCase(tx, { caseCode, day: signed.signedOn, field: 'signedOn' })
    await refuseNamedNumber(tx, {
      number: signed.paperNumber,
      field: 'paperNumber',
      of: { caseCode },
      signer: signed.signer,
    })
    const officialShown = await needsOfficialText(tx, language)

    const agreementId = randomUUID()
    const sealed = sealSigner(agreementId, { name: signed.signer, reading }, await caseKey(tx, caseCode))
    if (sealed.signerSealed === null) throw new Refusal('person_is_erased')
    await tx.copayAgreement.create({
      data: {
        ...{ id: agreementId, fundId, caseCode, offerId, language, officialShown, textVersion },
        textHash: sha256Hex(JSON.stringify(agreementTexts[language])),
        amountCents: amount,
        ...sealed,
        paperNumber: signed.paperNumber,
        witnessedBy: staff.id,
        signedOn: new Date(`${signed.signedOn}T00:00:00Z`),
      },
    })
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      action: 'copay.signed',
      subject: 'copay_agreement',
      subjectId: agreementId,
      fundId,
      detail: { amountCents: amount.toString(), language, textVersion, readAloud: reading !== null },
    })
    return { agreementId }
  })
}

async function lastOffer(tx: Tx, of: { fundId: string; caseCode: string }): Promise<string> {
  const offer = await tx.copayOffer.findFirst({
    where: of,
    orderBy: [{ recordedAt: 'desc' }, { id: 'desc' }],
  })
  if (!offer) throw new Refusal('relative_is_asked_to_post_first')
  if (offer.answer === 'agreed_self_post') throw new Refusal('relative_posts_their_part')
  return offer.id
}

/** Two funds divide what comes back by their parts; whose loss a family would share is not agreed with anyone. */
async function refuseSharedBond(tx: Tx, of: { fundId: string; caseCode: string }): Promise<void> {
  const open = await tx.disbursement.findMany({
    where: { ...of, kind: { not: 'support' }, state: { in: ['proposed', 'approved'] } },
    select: { sharedBondPart: { select: { disbursementId: true } } },
  })
  if (open.length > 0 && open.every(({ sharedBondPart }) => sharedBondPart !== null))
    throw new Refusal('shared_bond_holds_no_family_part')
}
