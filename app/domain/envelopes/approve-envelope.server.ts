import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { ApprovalOutcome } from '#app/domain/disbursements/approve-disbursement.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { approvalsRequired } from '#app/domain/funds/approvals-required.server.ts'
import { refuseAboveCaps } from '#app/domain/funds/refuse-above-caps.server.ts'
import { freeToCommit } from '#app/domain/ledger/balances.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { tellAdministrators } from '#app/domain/staff/notices/tell-administrators.server.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import { type LockedEnvelope, openEnvelopeAct } from './open-envelope-act.server.ts'

/**
 * One person's yes to a whole night. With the last one that the fund's rule asks for, its total is set aside.
 * Refuses one's own proposal, a poster's own night, a second yes, what has begun, and what the fund cannot cover.
 */
export async function approveEnvelope(approval: {
  staff: ActingStaff
  envelopeId: string
  /** What was on the screen. */
  contentHash: string
  /** A fresh proof of presence, bound to this envelope and this content. */
  stepUpId: string
}): Promise<ApprovalOutcome> {
  const { staff, envelopeId, contentHash, stepUpId } = approval
  const at = now()

  const attempted = { action: 'envelope.approved', subject: 'envelope', subjectId: envelopeId }
  return attempt({ staff, ...attempted }, async (tx) => {
    const envelope = await openEnvelopeAct(tx, 'approve', { ...approval, at })
    if (envelope.contentHash !== contentHash) throw new Refusal('content_changed')

    await tx.envelopeApproval.create({
      data: { envelopeId, approverId: staff.id, contentHash, stepUpId, occurredAt: at },
    })
    const given = envelope.approverIds.length + 1
    const required = await approvalsRequired(tx, envelope)
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      action: 'envelope.approved',
      subject: 'envelope',
      subjectId: envelopeId,
      fundId: envelope.fundId,
      detail: { given, required, totalCents: envelope.total.toString() },
    })
    await tellAdministrators(tx, {
      ...{ fundId: envelope.fundId, event: 'night_approved', by: staff.id, key: `${envelopeId}:${staff.id}` },
      amountCents: envelope.total,
      path: `/admin/envelopes/${envelopeId}`,
    })
    if (given < required) return { status: 'awaiting_another_approval', missing: required - given }

    await setAside(tx, envelope, at)
    return { status: 'approved' }
  })
}

async function setAside(tx: Tx, { id, fundId, total, cap }: LockedEnvelope, at: Date): Promise<void> {
  const free = await freeToCommit(tx, fundId)
  if (total > free) throw new Refusal('fund_never_overcommitted', { free, needed: total })
  await refuseAboveCaps(tx, { fundId, total, most: cap })
  await tx.envelopeReservation.create({
    data: { envelopeId: id, fundId, amountCents: total, freeToCommitSeenCents: free, occurredAt: at },
  })
}
