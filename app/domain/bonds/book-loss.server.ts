import { randomUUID } from 'node:crypto'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { bondBalances, lockFundBank } from '#app/domain/ledger/balances.server.ts'
import { postTransfers } from '#app/domain/ledger/post.server.ts'
import { bondForfeited, writtenOff } from '#app/domain/ledger/transfers/bonds.ts'
import { cents } from '#app/domain/money/cents.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { requireStepUp } from '#app/domain/staff/step-up/require-step-up.server.ts'
import type { Tx } from '#app/platform/db.ts'
import type { BondState, KnownFrom } from './bond.ts'
import type { LockedBond } from './lock-bond.server.ts'
import { walkBond } from './walk-bond.server.ts'

export type Loss = {
  kind: 'forfeited' | 'written_off'
  to: BondState
  by: string
  reason: KnownFrom
  at: Date
  /** A fresh proof of presence, bound to this bond and what is lost of it. */
  stepUpId: string
}

/** Books all that is left of a bond as lost, out of the deposit or out of what was due. */
export async function bookLoss(tx: Tx, bond: LockedBond, loss: Loss): Promise<void> {
  const { fundId } = bond
  await lockFundBank(tx, [fundId])
  const { deposited, refundDue } = await bondBalances(tx, { fundId, bondId: bond.id })
  const left = cents(loss.kind === 'forfeited' ? deposited : refundDue)
  if (left === 0n) throw new Refusal('bond_step_not_possible')

  const lost = { bondId: bond.id, lost: left }
  await requireStepUp(tx, {
    stepUpId: loss.stepUpId,
    staffId: loss.by,
    boundTo: loss.kind === 'forfeited' ? boundTo.forfeiture(lost) : boundTo.writeOff(lost),
  })
  const lossId = randomUUID()
  await tx.bondLoss.create({
    data: {
      id: lossId,
      bondId: bond.id,
      kind: loss.kind,
      amountCents: left,
      reason: loss.reason,
      recordedBy: loss.by,
      stepUpId: loss.stepUpId,
      occurredAt: loss.at,
    },
  })
  const leg = loss.kind === 'forfeited' ? bondForfeited : writtenOff
  await postTransfers(tx, {
    source: { kind: 'bond_loss', id: lossId },
    occurredAt: loss.at,
    transfers: leg({ fundId, bondId: bond.id, amount: left }),
  })
  await walkBond(tx, bond, { steps: [loss.to], by: loss.by, reason: loss.reason, at: loss.at })
  await recordAudit(tx, {
    actor: { kind: 'staff', id: loss.by },
    action: `bond.${loss.kind}`,
    subject: 'bond',
    subjectId: bond.id,
    fundId,
    detail: { lostCents: left.toString(), knownFrom: loss.reason },
  })
}
