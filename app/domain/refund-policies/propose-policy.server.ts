import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { requireRole } from '#app/domain/disbursements/require-role.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'
import type { PolicyTexts } from './forms.ts'

type Proposal = {
  staff: { id: string; fundIds: string[] }
  fundId: string
  /** Up to this sum within 24 hours one person refunds alone, in cents. */
  alone: bigint
  days: number | null
  texts: PolicyTexts
}

/** A fund's promise about refunds, put forward by one of its administrators. Refuses `fund_unknown`, `role_may_not`, `one_policy_is_proposed`. */
export async function proposeRefundPolicy(proposal: Proposal): Promise<{ policyId: string }> {
  const { staff, fundId, alone, days, texts } = proposal
  const detail = { aloneCents: alone.toString(), days: days ?? 0 }
  const of = { action: 'refund_policy.proposed', subject: 'fund', subjectId: fundId, detail }
  return attempt({ staff, ...of }, async (tx) => {
    if (!staff.fundIds.includes(fundId)) throw new Refusal('fund_unknown')
    await requireRole(tx, { staffId: staff.id, fundId, action: 'funds:manage' })
    await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended(${`refund policy ${fundId}`}, 0))::text`
    const proposed = await tx.refundPolicy.count({ where: { fundId, refundPolicyDecision: null } })
    if (proposed > 0) throw new Refusal('one_policy_is_proposed')
    const written = Object.entries(texts).filter(([, text]) => text)
    const { id: policyId } = await tx.refundPolicy.create({
      data: { fundId, aloneCents: alone, days, proposedBy: staff.id, occurredAt: now() },
      select: { id: true },
    })
    await tx.refundPolicyText.createMany({
      data: written.map(([language, text]) => ({ policyId, language, text })),
    })
    await recordAudit(tx, { actor: { kind: 'staff', id: staff.id }, ...of, fundId })
    return { policyId }
  })
}
