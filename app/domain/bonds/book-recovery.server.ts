import { randomUUID } from 'node:crypto'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { familyPartOf } from '#app/domain/copays/family-part.server.ts'
import { recoveryLegs } from '#app/domain/copays/legs.ts'
import { least } from '#app/domain/copays/split.ts'
import { refuseImpossibleTime } from '#app/domain/disbursements/when-it-happened.ts'
import { postTransfers } from '#app/domain/ledger/post.server.ts'
import { allocate } from '#app/domain/money/allocate.ts'
import { type Cents, cents, zero } from '#app/domain/money/cents.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { planCallForCase } from '#app/domain/requests/plan-call-for-case.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { provePart, type WholeProof } from '#app/domain/staff/step-up/prove-part.server.ts'
import { requireStepUp } from '#app/domain/staff/step-up/require-step-up.server.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import { divideByPrincipal } from './divide-by-principal.ts'
import type { LockedBond } from './lock-bond.server.ts'
import { afterRecovery, bringsInterestOnly } from './recovery.ts'
import { refuseInterest } from './refuse-interest.ts'
import { walkBond } from './walk-bond.server.ts'

/** What came of a whole bond after it was booked as lost, whoever has parts in it. */
export type MoneyFound = {
  /** Principal that came into our bank. */
  received: Cents
  /** DHS pays interest; a court does not. */
  interest: Cents
}

/**
 * Refuses what does not fit the loss: nothing at all, more than is still lost of the deposit and of what was paid upon calls
 * beyond it (`recovery_stays_within_the_loss`), or what came before the loss was known or the call was paid
 * (`recovery_comes_after_its_loss`). Answers what of it is lost of each part.
 */
export async function judgeRecovery(
  tx: Tx,
  of: MoneyFound & { bonds: LockedBond[]; at: Date },
): Promise<{ losses: StandingLoss[]; stillLost: Cents }> {
  const { bonds, received, at } = of
  refuseMisfit(of)
  const losses: StandingLoss[] = []
  for (const { id } of bonds) losses.push(await standingLoss(tx, id))
  const left = losses.reduce((sum, loss) => sum + leftOf(loss), 0n)
  const stillLost = cents(left - received)
  if (stillLost < 0n) {
    throw new Refusal('recovery_stays_within_the_loss', { left, entered: received as bigint }, 'received')
  }
  const known = losses.flatMap(({ knownAt }) => knownAt ?? [])
  if (known.length === 0) throw new Refusal('bond_step_not_possible')
  const calls = received > ofDeposits(losses) ? losses.flatMap(({ calledAt }) => calledAt ?? []) : []
  refuseImpossibleTime({
    occurredAt: at,
    notBefore: new Date(Math.max(...[...known, ...calls].map((day) => day.getTime()))),
    now: now(),
    tooEarly: 'recovery_comes_after_its_loss',
  })
  return { losses, stillLost }
}

/**
 * Books money that came after a loss, divided over the parts that funds have in the bond, what a family lost first, and moves
 * the bond; one that is closed stays closed. The caller has locked the bonds and the funds' banks and judged the person; the proof of presence is for the whole.
 * Answers a recovery for each part that got something, and what is still lost of all.
 */
export async function bookRecovery(
  tx: Tx,
  found: MoneyFound & {
    bonds: LockedBond[]
    /** The check's or transfer's own number. */
    reference: string
    by: string
    at: Date
    proof: WholeProof
  },
): Promise<{ recoveryIds: string[]; stillLost: Cents }> {
  const { bonds, by, at, proof } = found
  const { losses, stillLost } = await judgeRecovery(tx, found)
  await requireStepUp(tx, proof)
  const state = bonds[0]?.state ?? ''
  const isOver = stillLost === 0n || bringsInterestOnly(state)
  const steps = [...(afterRecovery(state) ?? []), ...(isOver ? (['closed'] as const) : [])]
  const recoveryIds: string[] = []
  for (const part of divided(bonds, losses, found)) {
    if (part.received + part.interest > 0n) recoveryIds.push(await bookPart(tx, { ...found, ...part }))
    if (state !== 'closed') await walkBond(tx, part.bond, { steps, by, reason: 'receipt', at })
    // Of what a family lost the first that comes is theirs, so they hear of each part and not only of the last.
    const { caseCode } = part.bond
    if (part.received > 0n) await planCallForCase(tx, { caseCode, kind: 'money_returned', at })
  }
  return { recoveryIds, stillLost }
}

function refuseMisfit({ bonds, received, interest }: MoneyFound & { bonds: LockedBond[] }): void {
  if (received + interest === 0n) throw new Refusal('recovery_brings_something', {}, 'received')
  refuseInterest(interest, bonds)
  if (received > 0n && bringsInterestOnly(bonds[0]?.state ?? '')) {
    throw new Refusal('recovery_follows_a_loss', {}, 'received')
  }
}

type StandingLoss = {
  /** What was lost of the deposit, or of what was due, and has not come since. */
  deposit: bigint
  /** What was paid upon calls beyond it and has not come since: the deposit comes first. */
  called: bigint
  /** When the last of the loss was known. */
  knownAt: Date | null
  /** When the first call was paid; null where nothing that is called for has still to come. */
  calledAt: Date | null
}

const leftOf = ({ deposit, called }: StandingLoss): bigint => deposit + called

const ofDeposits = (losses: StandingLoss[]): bigint => losses.reduce((sum, { deposit }) => sum + deposit, 0n)

async function standingLoss(tx: Tx, bondId: string): Promise<StandingLoss> {
  const [row] = await tx.$queryRaw<StandingLoss[]>`
    with sums as (
      select bond_lost_cents(${bondId}::uuid) as lost, bond_called_cents(${bondId}::uuid) as called,
             bond_recovered_cents(${bondId}::uuid) as came),
    standing as (
      select greatest(lost - came, 0)::bigint as deposit, (called - greatest(came - lost, 0))::bigint as called from sums)
    select s.deposit, s.called,
           (select max(l.occurred_at) from bond_loss l where l.bond_id = ${bondId}::uuid) as "knownAt",
           (select min(p.occurred_at) from forfeiture_call c
              join disbursement_payment p on p.disbursement_id = c.disbursement_id
             where c.bond_id = ${bondId}::uuid and s.called > 0) as "calledAt"
      from standing s`
  return row ?? { deposit: 0n, called: 0n, knownAt: null, calledAt: null }
}

type Part = { bond: LockedBond; lost: bigint; received: Cents; interest: Cents }

/**
 * Deposits by principal, where what is not lost of a part came before, or never was lost: the division goes on from there.
 * What comes beyond them by what each fund paid upon calls and has not back, since each paid for itself.
 */
function divided(bonds: LockedBond[], losses: StandingLoss[], { received, interest }: MoneyFound): Part[] {
  const shares = bonds.map(({ principal }, index) => ({
    principal,
    before: principal - (losses[index]?.deposit ?? 0n),
  }))
  const deposited = cents(least(received, ofDeposits(losses)))
  const deposits = divideByPrincipal(deposited, shares)
  const calls = allocate(
    received - deposited,
    losses.map(({ called }) => called),
  )
  const paid = divideByPrincipal(
    interest,
    shares.map((share) => ({ ...share, before: 0n })),
  )
  return bonds.map((bond, index) => ({
    bond,
    lost: (losses[index]?.deposit ?? 0n) + (losses[index]?.called ?? 0n),
    received: cents((deposits[index] ?? 0n) + (calls[index] ?? 0n)),
    interest: paid[index] ?? zero,
  }))
}

type Booked = Part & { reference: string; by: string; at: Date; proof: WholeProof }

async function bookPart(tx: Tx, part: Booked): Promise<string> {
  const { by, bond, received, interest, reference, at } = part
  const { id: bondId, fundId } = bond
  const family = await familyPartOf(tx, bondId)
  const recoveryId = randomUUID()
  await tx.bondRecovery.create({
    data: {
      id: recoveryId,
      bondId,
      recordedBy: by,
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
    actor: { kind: 'staff', id: by },
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
