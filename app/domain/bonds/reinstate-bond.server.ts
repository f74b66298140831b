import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { lockFundBank } from '#app/domain/ledger/balances.server.ts'
import { postTransfers } from '#app/domain/ledger/post.server.ts'
import { reverse } from '#app/domain/ledger/reverse.ts'
import type { Transfer } from '#app/domain/ledger/transfer.ts'
import { bondForfeited } from '#app/domain/ledger/transfers/bonds.ts'
import { copayLost } from '#app/domain/ledger/transfers/copay.ts'
import { cents } from '#app/domain/money/cents.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { provePart, type WholeProof } from '#app/domain/staff/step-up/prove-part.server.ts'
import { requireStepUp } from '#app/domain/staff/step-up/require-step-up.server.ts'
import type { Tx } from '#app/platform/db.ts'
import type { KnownFrom } from './bond.ts'
import type { LockedBond } from './lock-bond.server.ts'
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
      const { bonds, at } = await openBondAct(tx, 'reinstatement', reinstatement)
      const bondIds = bonds.map(({ id }) => id)
      if (
        await tx.bondRecovery.findFirst({ where: { bondId: { in: bondIds }, receivedCents: { gt: 0n } } })
      ) {
        throw new Refusal('refunded_breach_is_not_reversed')
      }
      await lockFundBank(
        tx,
        bonds.map(({ fundId }) => fundId),
      )
      const losses: BondLoss[] = []
      for (const { id } of bonds) losses.push(await standingLoss(tx, id))
      const proof = {
        stepUpId: reinstatement.stepUpId,
        staffId: staff.id,
        boundTo: boundTo.reinstatement({
          bondId: reinstatement.bondId,
          lost: losses.reduce((all, { amountCents }) => all + amountCents, 0n),
        }),
      }
      await requireStepUp(tx, proof)
      for (const [index, bond] of bonds.entries()) {
        const loss = losses[index]
        if (loss) await reinstate(tx, bond, { loss, by: staff.id, knownFrom, at, proof })
      }
    },
  )
}

type BondLoss = { id: string; amountCents: bigint }

async function standingLoss(tx: Tx, bondId: string): Promise<BondLoss> {
  const loss = await tx.bondLoss.findFirst({
    where: { bondId, kind: 'forfeited', bondLossReversal: null },
    select: { id: true, amountCents: true },
  })
  if (!loss) throw new Refusal('bond_step_not_possible')
  return loss
}

type Reinstating = { loss: BondLoss; by: string; knownFrom: KnownFrom; at: Date; proof: WholeProof }

async function reinstate(
  tx: Tx,
  bond: LockedBond,
  { loss, by, knownFrom, at, proof }: Reinstating,
): Promise<void> {
  const { id: bondId, fundId } = bond
  await tx.bondLossReversal.create({
    data: {
      lossId: loss.id,
      bondId,
      reason: knownFrom,
      recordedBy: by,
      stepUpId: await provePart(tx, proof, boundTo.reinstatement({ bondId, lost: loss.amountCents })),
      occurredAt: at,
    },
  })
  await postTransfers(tx, {
    source: { kind: 'bond_loss_reversal', id: loss.id },
    occurredAt: at,
    transfers: (await bookedLoss(tx, { fundId, lossId: loss.id })).map(({ id, original }, part) => ({
      ...reverse(original, part),
      reverses: id,
    })),
  })
  await walkBond(tx, bond, { steps: ['active'], by, reason: knownFrom, at })
  await recordAudit(tx, {
    actor: { kind: 'staff', id: by },
    action: 'bond.reinstated',
    subject: 'bond',
    subjectId: bondId,
    fundId,
    detail: { depositedCents: loss.amountCents.toString(), knownFrom },
  })
}

/** What the loss was booked as: the fund's own, and beyond it the family's. */
async function bookedLoss(
  tx: Tx,
  of: { fundId: string; lossId: string },
): Promise<{ id: bigint; original: Transfer }[]> {
  const rows = await tx.$queryRaw<{ id: bigint; code: string; sub: string; amount: bigint }[]>`
    select t.id, t.code, c.sub, t.amount_cents as amount
      from ledger_transfer t join ledger_account c on c.id = t.credit_account_id
     where t.source_id = ${of.lossId} and t.source_kind = 'bond_loss' order by t.id`
  return rows.flatMap(({ id, code, sub, amount }) => {
    const booked = { fundId: of.fundId, bondId: sub, amount: cents(amount) }
    const legs =
      code === 'copay_loss' ? copayLost({ ...booked, outOf: 'bond_deposit' }) : bondForfeited(booked)
    return legs.map((original) => ({ id, original }))
  })
}
