import type { WhyNot } from '#app/domain/disbursements/reads/disbursement-page.server.ts'
import { approvalsRequired } from '#app/domain/funds/approvals-required.server.ts'
import type { Role } from '#app/domain/staff/access.ts'
import type { Tx } from '#app/platform/db.ts'
import { type PayoutAct, payoutActs, whyNotPayout } from '../acts.ts'
import type { PayoutState } from '../copay.ts'
import { payoutSteps, standingOf } from '../open-agreement.server.ts'

type ShownPayout = {
  id: string
  /** In cents. */
  amount: bigint
  by: string
  at: Date
  state: PayoutState
  /** Each yes, the first one first. */
  approvals: { by: string; at: Date }[]
  /** How many the fund's rule asks for now; null once there were enough, or it was taken back. */
  approvalsRequired: number | null
  reference: string | null
  /** Why this person may not do this now; null where they may. */
  acts: Record<PayoutAct, WhyNot>
}

/** Each proposal to give a family's money back, the first one first, with who agreed. */
export async function readPayouts(
  tx: Tx,
  of: { agreementId: string; fundId: string; person: { id: string; roles: readonly Role[] } },
): Promise<ShownPayout[]> {
  const { agreementId, fundId, person } = of
  const rows = await tx.copayPayout.findMany({
    where: { agreementId },
    orderBy: { recordedAt: 'asc' },
    include: payoutSteps,
  })
  const names = await namesOf(
    tx,
    rows.flatMap((row) => [row.proposedBy, ...standingOf(row).approverIds]),
  )
  const shown: ShownPayout[] = []
  for (const { id, amountCents: amount, proposedBy, occurredAt, ...steps } of rows) {
    const standing = standingOf({ proposedBy, ...steps })
    shown.push({
      ...{ id, amount, by: names.get(proposedBy) ?? '', at: occurredAt, state: standing.state },
      approvals: steps.copayPayoutApprovals.map((yes) => ({
        by: names.get(yes.approvedBy) ?? '',
        at: yes.occurredAt,
      })),
      approvalsRequired:
        standing.state === 'proposed' ? await approvalsRequired(tx, { fundId, total: amount }) : null,
      reference: steps.copayPayoutPayment?.reference ?? null,
      acts: Object.fromEntries(
        payoutActs.map((act) => {
          const refusal = whyNotPayout(act, standing, person)
          return [act, refusal && { code: refusal.code, params: refusal.params }]
        }),
      ) as Record<PayoutAct, WhyNot>,
    })
  }
  return shown
}

async function namesOf(tx: Tx, ids: string[]): Promise<Map<string, string>> {
  const staff = await tx.staff.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } })
  return new Map(staff.map(({ id, name }) => [id, name]))
}
