import { randomUUID } from 'node:crypto'
import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { familyPartOf } from '#app/domain/copays/family-part.server.ts'
import { recoveryLegs } from '#app/domain/copays/legs.ts'
import { refuseImpossibleTime } from '#app/domain/disbursements/when-it-happened.ts'
import { lockFundBank } from '#app/domain/ledger/balances.server.ts'
import { postTransfers } from '#app/domain/ledger/post.server.ts'
import { type Cents, cents, zero } from '#app/domain/money/cents.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { planCallForCase } from '#app/domain/requests/plan-call-for-case.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { provePart, type WholeProof } from '#app/domain/staff/step-up/prove-part.server.ts'
import { requireStepUp } from '#app/domain/staff/step-up/require-step-up.server.ts'
import { refuseNamedNumber } from '#app/domain/vault/refuse-named-number.server.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import { divideByPrincipal } from './divide-by-principal.ts'
import type { LockedBond } from './lock-bond.server.ts'
import { type OnBond, type OpenedAct, openBondAct } from './open-bond-act.server.ts'
import { afterRecovery, bringsInterestOnly } from './recovery.ts'
import { refuseInterest } from './refuse-interest.ts'
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
 * the year it was known; it may come in parts and never adds up to more than was lost. What a family lost is theirs first. Answers what is still lost.
 */
export async function recordRecovery(
  recovery: Recovery,
): Promise<{ recoveryIds: string[]; stillLost: Cents }> {
  const { staff, received } = recovery
  return attempt(
    { staff, action: 'bond.recovered', subject: 'bond', subjectId: recovery.bondId },
    async (tx) => {
      const { bonds, at } = await openBondAct(tx, 'recovery', recovery)
      await refuseNamedNumber(tx, { number: recovery.reference, field: 'reference', of: bonds[0] })
      refuseMisfit(bonds, recovery)
      const losses: StandingLoss[] = []
      for (const { id } of bonds) losses.push(await standingLoss(tx, id))
      const left = losses.reduce((sum, loss) => sum + loss.left, 0n)
      const stillLost = cents(left - received)
      if (stillLost < 0n) {
        throw new Refusal('recovery_stays_within_the_loss', { left, entered: received as bigint }, 'received')
      }
      const known = losses.flatMap(({ knownAt }) => (knownAt ? [knownAt.getTime()] : []))
      if (known.length === 0) throw new Refusal('bond_step_not_possible')
      refuseImpossibleTime({
        occurredAt: at,
        notBefore: new Date(Math.max(...known)),
        now: now(),
        tooEarly: 'recovery_comes_after_its_loss',
      })

      await lockFundBank(
        tx,
        bonds.map(({ fundId }) => fundId),
      )
      const proof = {
        stepUpId: recovery.stepUpId,
        staffId: staff.id,
        boundTo: boundTo.bondRecovery({ bondId: recovery.bondId, received, interest: recovery.interest }),
      }
      await requireStepUp(tx, proof)
      const isOver = stillLost === 0n || bringsInterestOnly(bonds[0].state)
      const steps = [...(afterRecovery(bonds[0].state) ?? []), ...(isOver ? (['closed'] as const) : [])]
      const recoveryIds: string[] = []
      for (const part of divided(bonds, losses, recovery)) {
        if (part.received + part.interest > 0n)
          recoveryIds.push(await bookPart(tx, { ...recovery, ...part, at, proof }))
        await walkBond(tx, part.bond, { steps, by: staff.id, reason: 'receipt', at })
        // Of what a family lost the first that comes is theirs, so they hear of each part and not only of the last.
        const { fundId, caseCode } = part.bond
        if (part.received > 0n) await planCallForCase(tx, { fundId, caseCode, kind: 'money_returned', at })
      }
      return { recoveryIds, stillLost }
    },
  )
}

function refuseMisfit(bonds: OpenedAct['bonds'], { received, interest }: Recovery): void {
  if (received + interest === 0n) throw new Refusal('recovery_brings_something', {}, 'received')
  refuseInterest(interest, bonds)
  if (received > 0n && bringsInterestOnly(bonds[0].state)) {
    throw new Refusal('recovery_follows_a_loss', {}, 'received')
  }
}

type StandingLoss = { left: bigint; knownAt: Date | null }

/** What was lost of a bond and has not come since; and when the last of it was known. */
async function standingLoss(tx: Tx, bondId: string): Promise<StandingLoss> {
  const [row] = await tx.$queryRaw<{ left: bigint; known_at: Date | null }[]>`
    select bond_lost_cents(${bondId}::uuid) - bond_recovered_cents(${bondId}::uuid) as left,
           (select max(l.occurred_at) from bond_loss l where l.bond_id = ${bondId}::uuid) as known_at`
  return { left: row?.left ?? 0n, knownAt: row?.known_at ?? null }
}

type Part = { bond: LockedBond; lost: bigint; received: Cents; interest: Cents }

/** What is not lost of a part came before, or never was lost: the division goes on from there. */
function divided(bonds: LockedBond[], losses: StandingLoss[], { received, interest }: Recovery): Part[] {
  const shares = bonds.map(({ principal }, index) => ({
    principal,
    before: principal - (losses[index]?.left ?? 0n),
  }))
  const principal = divideByPrincipal(received, shares)
  const paid = divideByPrincipal(
    interest,
    shares.map((share) => ({ ...share, before: 0n })),
  )
  return bonds.map((bond, index) => ({
    bond,
    lost: losses[index]?.left ?? 0n,
    received: principal[index] ?? zero,
    interest: paid[index] ?? zero,
  }))
}

async function bookPart(tx: Tx, part: Recovery & Part & { at: Date; proof: WholeProof }): Promise<string> {
  const { staff, bond, received, interest, reference, at } = part
  const { id: bondId, fundId } = bond
  const family = await familyPartOf(tx, bondId)
  const recoveryId = randomUUID()
  await tx.bondRecovery.create({
    data: {
      id: recoveryId,
      bondId,
      recordedBy: staff.id,
      stepUpId: await provePart(tx, part.proof, boundTo.bondRecovery({ bondId, received, interest })),
      receivedCents: received,
      interestCents: interest,
      reference,
      occurredAt: at,
    },
  })
  await postTransfers(tx, {
    source: { kind: 'bond_recovery', id: recoveryId },
    occurredAt: at,
    transfers: recoveryLegs({ fundId, bondId, family, received, interest }),
  })
  await recordAudit(tx, {
    actor: { kind: 'staff', id: staff.id },
    action: 'bond.recovered',
    subject: 'bond',
    subjectId: bondId,
    fundId,
    detail: {
      receivedCents: received.toString(),
      interestCents: interest.toString(),
      stillLostCents: (part.lost - received).toString(),
    },
  })
  return recoveryId
}
