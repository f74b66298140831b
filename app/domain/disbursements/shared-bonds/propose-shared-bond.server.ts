import { randomUUID } from 'node:crypto'
import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { type Cents, sum } from '#app/domain/money/cents.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'
import { newCaseCode } from '../case-code.ts'
import type { PartCeilings } from '../content/content.server.ts'
import type { ActingStaff } from '../disbursement.ts'
import { refuseIncomplete, writeProposal } from '../write-proposal.server.ts'

export type SharedProposal = {
  kind: 'court_bail' | 'immigration_bond'
  caseCode?: string | undefined
  payees: string[]
  venue: string
  evidenceNote: string
  /** What each fund puts in, in the order in which they stand on every page. */
  parts: PartCeilings[]
}

const partsAtMost = 6

/**
 * Puts a bond forward that several funds pay together: a proposal in each, which its own approvers judge, and whose approval
 * binds what the others put in. The proposer may propose in every one of them.
 */
export async function proposeSharedBond(act: {
  staff: ActingStaff
  proposal: SharedProposal
}): Promise<{ sharedBondId: string; caseCode: string; disbursementIds: string[] }> {
  const { staff, proposal } = act
  const { kind, parts } = proposal
  const at = now()
  refuseParts(proposal)

  return attempt(
    {
      staff,
      action: 'shared_bond.proposed',
      subject: 'fund',
      ...(parts[0] ? { subjectId: parts[0].fundId } : {}),
    },
    async (tx) => {
      const sharedBondId = randomUUID()
      const caseCode = proposal.caseCode ?? newCaseCode()
      const total = (of: (part: PartCeilings) => Cents): Cents => sum(parts.map(of))
      await tx.sharedBond.createMany({
        data: {
          id: sharedBondId,
          kind,
          caseCode,
          parts: parts.length,
          principalCents: total(({ principalCeiling }) => principalCeiling),
          feesCents: total(({ feesCeiling }) => feesCeiling),
          proposedBy: staff.id,
          occurredAt: at,
        },
      })
      const disbursementIds: string[] = []
      for (const [position, part] of parts.entries()) {
        const { payees, venue, evidenceNote } = proposal
        const disbursementId = await writeProposal(tx, {
          staff,
          at,
          proposal: {
            ...{ ...part, kind, purposeCode: kind, caseCode, payees, venue, evidenceNote },
            sharedAmong: parts,
          },
        })
        await tx.sharedBondPart.createMany({
          data: {
            sharedBondId,
            position,
            disbursementId,
            fundId: part.fundId,
            principalCents: part.principalCeiling,
            feesCents: part.feesCeiling,
          },
        })
        await recordAudit(tx, {
          actor: { kind: 'staff', id: staff.id },
          action: 'shared_bond.proposed',
          subject: 'disbursement',
          subjectId: disbursementId,
          fundId: part.fundId,
          detail: { parts: parts.length, wholeCents: total((one) => one.principalCeiling).toString() },
        })
        disbursementIds.push(disbursementId)
      }
      return { sharedBondId, caseCode, disbursementIds }
    },
  )
}

function refuseParts({ parts, payees }: SharedProposal): void {
  if (parts.length < 2) throw new Refusal('shared_bond_has_two_parts', {}, 'parts')
  if (parts.length > partsAtMost) {
    throw new Refusal('shared_bond_has_too_many_parts', { maximum: partsAtMost }, 'parts')
  }
  if (new Set(parts.map(({ fundId }) => fundId)).size < parts.length) {
    throw new Refusal('fund_has_one_part_of_a_shared_bond', {}, 'parts')
  }
  for (const { principalCeiling } of parts) refuseIncomplete({ principalCeiling, payees })
}
