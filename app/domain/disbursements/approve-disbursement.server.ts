import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { approvalsRequired } from '#app/domain/funds/approvals-required.server.ts'
import { placeOfDisbursement } from '#app/domain/jurisdictions/court-place.server.ts'
import { keepChargeFindings } from '#app/domain/jurisdictions/keep-charge-findings.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { tellAdministrators } from '#app/domain/staff/notices/tell-administrators.server.ts'
import { now } from '#app/platform/clock.ts'
import { changeState } from './change-state.server.ts'
import type { ActingStaff } from './disbursement.ts'
import { openDisbursementAct } from './open-disbursement-act.server.ts'
import { reserve } from './reservation.server.ts'

export type Approval = {
  staff: ActingStaff
  disbursementId: string
  /** What was on the screen: approving binds to it and to nothing else. */
  contentHash: string
  /** A fresh proof of presence, bound to this disbursement and this content. */
  stepUpId: string
  /** In which place the court lay on the screen, by whose rules it is judged; not asked where nothing is said. */
  seenPlace?: string | null | undefined
  occurredAt?: Date
}

export type ApprovalOutcome =
  | { status: 'approved' }
  | { status: 'awaiting_another_approval'; missing: number }

/**
 * One person's yes. With the last one that the fund's rule asks for, the money is reserved.
 * Refuses one's own proposal, a second yes, changed content, what has expired, and what the fund cannot cover.
 */
export async function approveDisbursement(approval: Approval): Promise<ApprovalOutcome> {
  const { staff } = approval
  const at = approval.occurredAt ?? now()

  return attempt(
    { staff, action: 'disbursement.approved', subject: 'disbursement', subjectId: approval.disbursementId },
    async (tx) => {
      const disbursement = await openDisbursementAct(tx, 'approve', { ...approval, at })
      const { id, fundId } = disbursement
      if (disbursement.contentHash !== approval.contentHash) throw new Refusal('content_changed')
      const { seenPlace } = approval
      if (seenPlace !== undefined && seenPlace !== (await placeOfDisbursement(tx, id)))
        throw new Refusal('content_changed')

      await tx.approval.create({
        data: {
          disbursementId: id,
          approverId: staff.id,
          contentHash: approval.contentHash,
          stepUpId: approval.stepUpId,
          occurredAt: at,
        },
      })
      const given = disbursement.approverIds.length + 1
      const required = await approvalsRequired(tx, disbursement)
      await recordAudit(tx, {
        actor: { kind: 'staff', id: staff.id },
        action: 'disbursement.approved',
        subject: 'disbursement',
        subjectId: id,
        fundId,
        detail: { given, required, totalCents: disbursement.total.toString() },
      })
      await keepChargeFindings(tx, { disbursement, by: staff.id, at, act: 'approved' })
      await tellAdministrators(tx, {
        ...{ fundId, event: 'approved', by: staff.id, key: `${id}:${staff.id}` },
        caseCode: disbursement.caseCode,
        amountCents: disbursement.total,
        path: `/admin/disbursements/${id}`,
      })
      if (given < required) return { status: 'awaiting_another_approval', missing: required - given }

      await reserve(tx, disbursement, at)
      await changeState(tx, {
        disbursementId: id,
        from: disbursement.state,
        to: 'approved',
        by: staff.id,
        at,
      })
      return { status: 'approved' }
    },
  )
}
