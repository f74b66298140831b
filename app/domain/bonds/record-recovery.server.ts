import { randomUUID } from 'node:crypto'
import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { refuseImpossibleTime } from '#app/domain/disbursements/when-it-happened.ts'
import { lockFundBank } from '#app/domain/ledger/balances.server.ts'
import { postTransfers } from '#app/domain/ledger/post.server.ts'
import { interestReceived, recovered } from '#app/domain/ledger/transfers/bonds.ts'
import { type Cents, cents } from '#app/domain/money/cents.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { requireStepUp } from '#app/domain/staff/step-up/require-step-up.server.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import type { LockedBond } from './lock-bond.server.ts'
import { type OnBond, openBondAct } from './open-bond-act.server.ts'
import { afterRecovery, bringsInterestOnly } from './recovery.ts'
import { walkBond } from './walk-bond.server.ts'

export type Recovery = OnBond & {
  /** Principal that came into our bank after it was booked as lost. */
  received: Cents
  /** DHS pays interest; a court does not. */
  interest: Cents
  /** The check's or transfer's own number: one is recorded once. */
  reference: string
  /** A fresh proof of presence, bound to this bond and these figures. */
  stepUpId: string
}

/**
 * Money that comes after a loss was booked: remitted by a court, refunded or found. It is income, since the loss stands in
 * the year it was known; it may come in parts and never adds up to more than was lost. Answers what is still lost.
 */
export async function recordRecovery(recovery: Recovery): Promise<{ recoveryId: string; stillLost: Cents }> {
  const { staff, received, interest, reference } = recovery
  return attempt(
    { staff, action: 'bond.recovered', subject: 'bond', subjectId: recovery.bondId },
    async (tx) => {
      const { bond, at } = await openBondAct(tx, 'recovery', recovery)
      refuseMisfit(bond, recovery)
      const loss = await standingLoss(tx, bond.id)
      const stillLost = cents(loss.left - received)
      if (stillLost < 0n) {
        throw new Refusal(
          'recovery_stays_within_the_loss',
          { left: loss.left, entered: received as bigint },
          'received',
        )
      }
      refuseImpossibleTime({
        occurredAt: at,
        notBefore: loss.knownAt,
        now: now(),
        tooEarly: 'recovery_comes_after_its_loss',
      })

      const { fundId } = bond
      await lockFundBank(tx, [fundId])
      await requireStepUp(tx, {
        stepUpId: recovery.stepUpId,
        staffId: staff.id,
        boundTo: boundTo.bondRecovery({ bondId: bond.id, received, interest }),
      })
      const recoveryId = randomUUID()
      await tx.bondRecovery.create({
        data: {
          id: recoveryId,
          bondId: bond.id,
          recordedBy: staff.id,
          stepUpId: recovery.stepUpId,
          receivedCents: received,
          interestCents: interest,
          reference,
          occurredAt: at,
        },
      })
      await postTransfers(tx, {
        source: { kind: 'bond_recovery', id: recoveryId },
        occurredAt: at,
        transfers: [
          ...recovered({ fundId, amount: received }),
          ...interestReceived({ fundId, amount: interest }),
        ],
      })

      const isOver = stillLost === 0n || bringsInterestOnly(bond.state)
      const steps = [...(afterRecovery(bond.state) ?? []), ...(isOver ? (['closed'] as const) : [])]
      await walkBond(tx, bond, { steps, by: staff.id, reason: 'receipt', at })
      await recordAudit(tx, {
        actor: { kind: 'staff', id: staff.id },
        action: 'bond.recovered',
        subject: 'bond',
        subjectId: bond.id,
        fundId,
        detail: {
          receivedCents: received.toString(),
          interestCents: interest.toString(),
          stillLostCents: stillLost.toString(),
        },
      })
      return { recoveryId, stillLost }
    },
  )
}

function refuseMisfit(bond: LockedBond, { received, interest }: Recovery): void {
  if (received + interest === 0n) throw new Refusal('recovery_brings_something', {}, 'received')
  if (interest > 0n && bond.kind !== 'immigration_bond') {
    throw new Refusal('interest_only_on_immigration_bonds', {}, 'interest')
  }
  if (received > 0n && bringsInterestOnly(bond.state)) {
    throw new Refusal('recovery_follows_a_loss', {}, 'received')
  }
}

/** What was lost of a bond and has not come since; and when the last of it was known. */
async function standingLoss(tx: Tx, bondId: string): Promise<{ left: bigint; knownAt: Date }> {
  const [row] = await tx.$queryRaw<{ left: bigint; known_at: Date }[]>`
    select bond_lost_cents(${bondId}::uuid) - bond_recovered_cents(${bondId}::uuid) as left,
           max(l.occurred_at) as known_at
      from bond_loss l where l.bond_id = ${bondId}::uuid having count(*) > 0`
  if (!row) throw new Refusal('bond_step_not_possible')
  return { left: row.left, knownAt: row.known_at }
}
