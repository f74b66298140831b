import { randomUUID } from 'node:crypto'
import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { limitsInForce } from '#app/domain/funds/limits-in-force.server.ts'
import type { Cents } from '#app/domain/money/cents.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { enqueue } from '#app/jobs/queue.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import { newCaseCode } from './case-code.ts'
import { allowedPurposeVersion } from './content/allowed-purpose.server.ts'
import { contentHash } from './content/content.server.ts'
import { sealSensitive } from './content/sealed.server.ts'
import { type ActingStaff, type DisbursementKind, maximumPayees } from './disbursement.ts'
import { requireRole } from './require-role.server.ts'

export type Proposal = {
  fundId: string
  kind: DisbursementKind
  purposeCode: string
  /** Given where the case has a code already. */
  caseCode?: string | undefined
  principalCeiling: Cents
  feesCeiling: Cents
  payees: string[]
  venue: string
  evidenceNote: string
}

/** Puts money forward for one purpose of one case. It waits for others to approve, two weeks where the fund says nothing else. Reserves nothing yet. */
export async function proposeDisbursement(act: {
  staff: ActingStaff
  proposal: Proposal
  occurredAt?: Date
}): Promise<{ disbursementId: string; caseCode: string }> {
  const { staff, proposal } = act
  const at = act.occurredAt ?? now()

  return attempt(
    { staff, action: 'disbursement.proposed', subject: 'disbursement', fundId: proposal.fundId },
    async (tx) => {
      refuseIncomplete(proposal)
      await requireRole(tx, { staffId: staff.id, fundId: proposal.fundId, action: 'disbursements:propose' })
      const purposeVersion = await allowedPurposeVersion(tx, { ...proposal, at })

      const id = randomUUID()
      const caseCode = proposal.caseCode ?? newCaseCode()
      await tx.disbursement.create({
        data: {
          id,
          fundId: proposal.fundId,
          kind: proposal.kind,
          purposeVersion,
          purposeCode: proposal.purposeCode,
          caseCode,
          contentHash: contentHash({ ...proposal, purposeVersion, caseCode }),
          ...sealSensitive(id, proposal),
          proposedBy: staff.id,
          expiresAt: await expiryOf(tx, proposal.fundId, at),
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
        fundId: proposal.fundId,
        detail: {
          purpose: proposal.purposeCode,
          principalCents: proposal.principalCeiling.toString(),
          feesCents: proposal.feesCeiling.toString(),
        },
      })
      await enqueue(tx, 'disbursement.proposed', { disbursementId: id })
      return { disbursementId: id, caseCode }
    },
  )
}

/** Every proposal names at least one payee and some money; an approval binds both. */
export function refuseIncomplete({
  principalCeiling,
  payees,
}: Pick<Proposal, 'principalCeiling' | 'payees'>): void {
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
