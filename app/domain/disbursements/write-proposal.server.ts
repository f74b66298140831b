import { randomUUID } from 'node:crypto'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { limitsInForce } from '#app/domain/funds/limits-in-force.server.ts'
import { adoptPlace } from '#app/domain/jurisdictions/adopt-place.server.ts'
import { keepChargeFindings } from '#app/domain/jurisdictions/keep-charge-findings.server.ts'
import type { Cents } from '#app/domain/money/cents.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { enqueue } from '#app/jobs/queue.ts'
import type { Tx } from '#app/platform/db.ts'
import { allowedPurposeVersion } from './content/allowed-purpose.server.ts'
import { contentHash, type PartCeilings } from './content/content.server.ts'
import { sealSensitive } from './content/sealed.server.ts'
import { type ActingStaff, type DisbursementKind, maximumPayees } from './disbursement.ts'
import { requireRole } from './require-role.server.ts'

export type Proposed = {
  fundId: string
  kind: DisbursementKind | 'forfeiture_call'
  purposeCode: string
  caseCode: string
  principalCeiling: Cents
  feesCeiling: Cents
  payees: string[]
  venue: string
  evidenceNote: string
  /** Of a part of a bond that funds share: what each of them puts in. The approval binds it. */
  sharedAmong?: PartCeilings[]
}

/** Writes one proposal of a person who may propose in its fund, and tells those who can approve it. Answers its id. */
export async function writeProposal(
  tx: Tx,
  { staff, proposal, at }: { staff: ActingStaff; proposal: Proposed; at: Date },
): Promise<string> {
  const { fundId } = proposal
  await requireRole(tx, { staffId: staff.id, fundId, action: 'disbursements:propose' })
  const purposeVersion = await allowedPurposeVersion(tx, { ...proposal, at })

  const id = randomUUID()
  const hash = contentHash({ ...proposal, purposeVersion })
  await tx.disbursement.create({
    data: {
      id,
      fundId,
      kind: proposal.kind,
      purposeVersion,
      purposeCode: proposal.purposeCode,
      caseCode: proposal.caseCode,
      contentHash: hash,
      ...sealSensitive(id, proposal),
      proposedBy: staff.id,
      expiresAt: await expiryOf(tx, fundId, at),
      occurredAt: at,
    },
  })
  await writeLines(tx, id, proposal)
  await tx.disbursementStateChange.create({
    data: { disbursementId: id, toState: 'proposed', changedBy: staff.id, occurredAt: at },
  })
  await recordAudit(tx, {
    actor: { kind: 'staff', id: staff.id },
    action: 'disbursement.proposed',
    subject: 'disbursement',
    subjectId: id,
    fundId,
    detail: {
      purpose: proposal.purposeCode,
      principalCents: proposal.principalCeiling.toString(),
      feesCents: proposal.feesCeiling.toString(),
    },
  })
  const disbursement = { ...proposal, id, contentHash: hash }
  await adoptPlace(tx, { disbursement, at })
  await keepChargeFindings(tx, { disbursement, by: staff.id, at, act: 'proposed' })
  await enqueue(tx, 'disbursement.proposed', { disbursementId: id })
  return id
}

/** Every proposal names at least one payee and some money; an approval binds both. */
export function refuseIncomplete({
  principalCeiling,
  payees,
}: Pick<Proposed, 'principalCeiling' | 'payees'>): void {
  if (principalCeiling <= 0n) throw new Refusal('principal_missing', {}, 'principal')
  if (payees.length === 0) throw new Refusal('payee_missing', {}, 'payee1')
  if (payees.length > maximumPayees)
    throw new Refusal('too_many_payees', { maximum: maximumPayees }, 'payee1')
}

/** When a proposal of this moment stops waiting, by the fund's own hours. */
export async function expiryOf(tx: Tx, fundId: string, proposedAt: Date): Promise<Date> {
  const { expiryHours } = await limitsInForce(tx, fundId)
  return new Date(proposedAt.getTime() + expiryHours * 60 * 60 * 1000)
}

/** A ceiling of zero is no line. */
export async function writeLines(
  tx: Tx,
  disbursementId: string,
  { principalCeiling, feesCeiling }: { principalCeiling: Cents; feesCeiling: Cents },
): Promise<void> {
  const lines = [
    { kind: 'principal', ceilingCents: principalCeiling },
    { kind: 'fees', ceilingCents: feesCeiling },
  ].filter((line) => line.ceilingCents !== 0n)
  await tx.disbursementLine.createMany({ data: lines.map((line) => ({ disbursementId, ...line })) })
}
