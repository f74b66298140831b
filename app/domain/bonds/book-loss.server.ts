import { randomUUID } from 'node:crypto'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { familyPartOf } from '#app/domain/copays/family-part.server.ts'
import { lossLegs } from '#app/domain/copays/legs.ts'
import { bondBalances, lockFundBank } from '#app/domain/ledger/balances.server.ts'
import { postTransfers } from '#app/domain/ledger/post.server.ts'
import { type Cents, cents, sum, zero } from '#app/domain/money/cents.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { provePart, type WholeProof } from '#app/domain/staff/step-up/prove-part.server.ts'
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
  /** The bond that was named: of its parts, where it has some. */
  bondId: string
  /** A fresh proof of presence, bound to this bond and what is lost of it in all its parts. */
  stepUpId: string
}

/**
 * Books all that is left of a bond as lost, in each part that funds have in it, out of the deposit or out of what was due.
 * A part that is already whole loses nothing and moves with the others.
 */
export async function bookLoss(tx: Tx, bonds: LockedBond[], loss: Loss): Promise<void> {
  await lockFundBank(
    tx,
    bonds.map(({ fundId }) => fundId),
  )
  const left: Cents[] = []
  for (const bond of bonds) left.push(await leftOf(tx, bond, loss))
  const lost = sum(left)
  if (lost === 0n) throw new Refusal('bond_step_not_possible')

  const proof = { stepUpId: loss.stepUpId, staffId: loss.by, boundTo: boundToLoss(loss, lost) }
  await requireStepUp(tx, proof)
  for (const [index, bond] of bonds.entries()) {
    const ofPart = left[index] ?? zero
    if (ofPart > 0n) await bookPart(tx, bond, { ...loss, left: ofPart, proof })
    await walkBond(tx, bond, { steps: [loss.to], by: loss.by, reason: loss.reason, at: loss.at })
  }
}

const boundToLoss = ({ kind, bondId }: Pick<Loss, 'kind' | 'bondId'>, lost: Cents): string =>
  kind === 'forfeited' ? boundTo.forfeiture({ bondId, lost }) : boundTo.writeOff({ bondId, lost })

async function leftOf(tx: Tx, { fundId, id: bondId }: LockedBond, { kind }: Loss): Promise<Cents> {
  const { deposited, refundDue } = await bondBalances(tx, { fundId, bondId })
  return cents(kind === 'forfeited' ? deposited : refundDue)
}

async function bookPart(
  tx: Tx,
  bond: LockedBond,
  loss: Loss & { left: Cents; proof: WholeProof },
): Promise<void> {
  const { fundId, id: bondId } = bond
  // Read before the loss is: it says what of the family's part is still inside.
  const family = await familyPartOf(tx, bondId)
  const lossId = randomUUID()
  await tx.bondLoss.create({
    data: {
      id: lossId,
      bondId,
      kind: loss.kind,
      amountCents: loss.left,
      reason: loss.reason,
      recordedBy: loss.by,
      stepUpId: await provePart(tx, loss.proof, boundToLoss({ kind: loss.kind, bondId }, loss.left)),
      occurredAt: loss.at,
    },
  })
  await postTransfers(tx, {
    source: { kind: 'bond_loss', id: lossId },
    occurredAt: loss.at,
    transfers: lossLegs({ fundId, bondId, family, kind: loss.kind, amount: loss.left }),
  })
  await recordAudit(tx, {
    actor: { kind: 'staff', id: loss.by },
    action: `bond.${loss.kind}`,
    subject: 'bond',
    subjectId: bondId,
    fundId,
    detail: { lostCents: loss.left.toString(), knownFrom: loss.reason },
  })
}
