import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { adoptPlace } from '#app/domain/jurisdictions/adopt-place.server.ts'
import { keepChargeFindings } from '#app/domain/jurisdictions/keep-charge-findings.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { lockHolds } from '#app/domain/vault/lock-person.server.ts'
import { enqueue } from '#app/jobs/queue.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import { allowedPurposeVersion } from './content/allowed-purpose.server.ts'
import { contentHash } from './content/content.server.ts'
import { sealSensitive } from './content/sealed.server.ts'
import type { ActingStaff } from './disbursement.ts'
import { openDisbursementAct } from './open-disbursement-act.server.ts'
import type { Proposal } from './propose-disbursement.server.ts'
import { expiryOf, refuseIncomplete, writeLines } from './write-proposal.server.ts'

/**
 * Rewrites one's own proposal while nobody has approved it: a new revision with a new hash. The fund stays.
 * `revision` is the one that was on the screen; refuses (`content_changed`) where another came between, and
 * (`held_proposal_is_not_rewritten`) while a legal demand covers it: what it said would be gone.
 */
export async function amendDisbursement(act: {
  staff: ActingStaff
  disbursementId: string
  revision: number
  proposal: Omit<Proposal, 'fundId' | 'caseCode'> & { caseCode: string }
}): Promise<{ revision: number }> {
  const { staff, proposal } = act
  const at = now()

  return attempt(
    { staff, action: 'disbursement.amended', subject: 'disbursement', subjectId: act.disbursementId },
    async (tx) => {
      refuseIncomplete(proposal)
      await lockHolds(tx)
      const disbursement = await openDisbursementAct(tx, 'amend', { ...act, at })
      const { id, fundId } = disbursement
      if (disbursement.kind === 'forfeiture_call') throw new Refusal('forfeiture_call_is_not_amended')
      if (disbursement.revision !== act.revision) throw new Refusal('content_changed')
      if (await isOnHold(tx, id)) throw new Refusal('held_proposal_is_not_rewritten')

      const purposeVersion = await allowedPurposeVersion(tx, { ...proposal, fundId, at })
      const revision = disbursement.revision + 1
      const hash = contentHash({ ...proposal, fundId, purposeVersion })
      await tx.disbursementLine.deleteMany({ where: { disbursementId: id } })
      await writeLines(tx, id, proposal)
      await tx.disbursement.update({
        where: { id },
        data: {
          kind: proposal.kind,
          purposeVersion,
          purposeCode: proposal.purposeCode,
          caseCode: proposal.caseCode,
          contentHash: hash,
          ...sealSensitive(id, proposal),
          expiresAt: await expiryOf(tx, fundId, at),
          revision,
        },
      })
      await recordAudit(tx, {
        actor: { kind: 'staff', id: staff.id },
        action: 'disbursement.amended',
        subject: 'disbursement',
        subjectId: id,
        fundId,
        detail: {
          revision,
          purpose: proposal.purposeCode,
          principalCents: proposal.principalCeiling.toString(),
          feesCents: proposal.feesCeiling.toString(),
        },
      })
      const amended = { ...proposal, id, fundId, contentHash: hash }
      await adoptPlace(tx, { disbursement: amended, at })
      await keepChargeFindings(tx, { disbursement: amended, by: staff.id, at, act: 'proposed' })
      await enqueue(tx, 'disbursement.proposed', { disbursementId: id })
      return { revision }
    },
  )
}

async function isOnHold(tx: Tx, disbursementId: string): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ held: boolean }[]>`
    select disbursement_is_on_hold(${disbursementId}::uuid) as held`
  return row?.held ?? true
}
