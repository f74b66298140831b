import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { lockFundBank } from '#app/domain/ledger/balances.server.ts'
import { postTransfers } from '#app/domain/ledger/post.server.ts'
import { reverse } from '#app/domain/ledger/reverse.ts'
import { bondForfeited } from '#app/domain/ledger/transfers/bonds.ts'
import { cents } from '#app/domain/money/cents.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { requireStepUp } from '#app/domain/staff/step-up/require-step-up.server.ts'
import type { KnownFrom } from './bond.ts'
import { type OnBond, openBondAct } from './open-bond-act.server.ts'
import { walkBond } from './walk-bond.server.ts'

/**
 * DHS took the breach back and the bond lives on: what was booked as lost never was, so the very transfers are reversed
 * and the deposit stands again. Where DHS refunded instead, the money is a recovery and nothing is reversed.
 */
export async function reinstateBond(
  reinstatement: OnBond & { knownFrom: KnownFrom; stepUpId: string },
): Promise<void> {
  const { staff, knownFrom } = reinstatement
  await attempt(
    { staff, action: 'bond.reinstated', subject: 'bond', subjectId: reinstatement.bondId },
    async (tx) => {
      const { bond, at } = await openBondAct(tx, 'reinstatement', reinstatement)
      const { id: bondId, fundId } = bond
      if (await tx.bondRecovery.findFirst({ where: { bondId, receivedCents: { gt: 0n } } })) {
        throw new Refusal('refunded_breach_is_not_reversed')
      }
      const loss = await tx.bondLoss.findFirst({
        where: { bondId, kind: 'forfeited', bondLossReversal: null },
      })
      if (!loss) throw new Refusal('bond_step_not_possible')

      await requireStepUp(tx, {
        stepUpId: reinstatement.stepUpId,
        staffId: staff.id,
        boundTo: boundTo.reinstatement({ bondId, lost: loss.amountCents }),
      })
      await lockFundBank(tx, [fundId])
      await tx.bondLossReversal.create({
        data: {
          lossId: loss.id,
          bondId,
          reason: knownFrom,
          recordedBy: staff.id,
          stepUpId: reinstatement.stepUpId,
          occurredAt: at,
        },
      })
      const booked = await tx.ledgerTransfer.findFirstOrThrow({
        where: { sourceId: loss.id, sourceKind: 'bond_loss', code: 'bond_forfeited' },
        select: { id: true },
      })
      const originals = bondForfeited({ fundId, bondId, amount: cents(loss.amountCents) })
      await postTransfers(tx, {
        source: { kind: 'bond_loss_reversal', id: loss.id },
        occurredAt: at,
        transfers: originals.map((original) => ({ ...reverse(original), reverses: booked.id })),
      })
      await walkBond(tx, bond, { steps: ['active'], by: staff.id, reason: knownFrom, at })
      await recordAudit(tx, {
        actor: { kind: 'staff', id: staff.id },
        action: 'bond.reinstated',
        subject: 'bond',
        subjectId: bondId,
        fundId,
        detail: { depositedCents: loss.amountCents.toString(), knownFrom },
      })
    },
  )
}
