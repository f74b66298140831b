import type { Role } from '#app/domain/staff/access.ts'
import { may } from '#app/domain/staff/access.ts'
import type { Waiting } from '#app/domain/waiting.ts'
import type { Tx } from '#app/platform/db.ts'
import { whyNotPayout, whyNotReversal } from './acts.ts'
import { payoutSteps, standingOf } from './open-agreement.server.ts'
import { readAgreements } from './reads/agreements.server.ts'

type Of = { staff: { id: string }; personIn: (fundId: string) => { id: string; roles: readonly Role[] } }

/**
 * A family's money that is to be given back: to be proposed, approved or paid. It waits however long nobody asks for it.
 * And what was received of it and is to be taken back, which another person confirms.
 */
export async function waitingCopays(tx: Tx, { personIn }: Of): Promise<Waiting[]> {
  const agreements = await readAgreements(tx, {})
  const payouts = await tx.copayPayout.findMany({
    where: { copayPayoutPayment: null, copayPayoutWithdrawal: null },
    include: { ...payoutSteps, agreement: { select: { fundId: true, caseCode: true } } },
  })
  const reversals = await tx.copayReversal.findMany({
    where: { copayReversalDecision: null },
    include: { receipt: { include: { agreement: { select: { fundId: true, caseCode: true } } } } },
  })
  return [
    ...agreements
      .filter(({ isAwaited, unclaimed }) => !isAwaited && unclaimed > 0n)
      .filter(({ fundId }) => may(personIn(fundId).roles, 'copays:work'))
      .map(({ id, fundId, caseCode, unclaimed, recordedAt }) => ({
        act: 'propose_copay_payout',
        ...{ to: `/admin/copays/${id}`, fundId, caseCode, amountCents: unclaimed, since: recordedAt },
        dueAt: null,
      })),
    ...reversals.flatMap(({ receipt: { agreementId, agreement, amountCents }, askedBy, occurredAt }) => {
      const { fundId, caseCode } = agreement
      if (whyNotReversal('confirm', { askedBy, isDecided: false }, personIn(fundId))) return []
      return [
        {
          act: 'confirm_copay_reversal',
          ...{ to: `/admin/copays/${agreementId}`, fundId, caseCode, amountCents, since: occurredAt },
          dueAt: null,
        },
      ]
    }),
    ...payouts.flatMap(
      ({ agreement: { fundId, caseCode }, agreementId, amountCents, occurredAt, ...steps }) => {
        const standing = standingOf(steps)
        const act = standing.state === 'approved' ? 'pay' : 'approve'
        if (whyNotPayout(act, standing, personIn(fundId))) return []
        return [
          {
            act: `${act}_copay_payout`,
            ...{ to: `/admin/copays/${agreementId}`, fundId, caseCode, amountCents, since: occurredAt },
            dueAt: null,
          },
        ]
      },
    ),
  ]
}
