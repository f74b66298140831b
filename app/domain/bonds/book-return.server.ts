import { randomUUID } from 'node:crypto'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { familyPartOf } from '#app/domain/copays/family-part.server.ts'
import { returnLegs } from '#app/domain/copays/legs.ts'
import { bondBalances } from '#app/domain/ledger/balances.server.ts'
import { postTransfers } from '#app/domain/ledger/post.server.ts'
import { add, type Cents, cents, sum, zero } from '#app/domain/money/cents.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { planCallForCase } from '#app/domain/requests/plan-call-for-case.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { provePart, type WholeProof } from '#app/domain/staff/step-up/prove-part.server.ts'
import { requireStepUp } from '#app/domain/staff/step-up/require-step-up.server.ts'
import type { Tx } from '#app/platform/db.ts'
import { wayBack } from './acts.ts'
import { type DeductionReason, stepsAlong } from './bond.ts'
import { divideByPrincipal, type Share } from './divide-by-principal.ts'
import type { LockedBond } from './lock-bond.server.ts'
import { refuseInterest } from './refuse-interest.ts'
import { walkBond } from './walk-bond.server.ts'

export type Deduction = { reason: DeductionReason; amount: Cents }

/** What came back of a whole bond, whoever has parts in it. */
export type MoneyBack = {
  /** Principal that came into our bank. */
  received: Cents
  /** What the court kept, each with its reason. */
  deductions: Deduction[]
  /** DHS pays interest; a court does not. */
  interest: Cents
  /** The cheque's or transfer's own number. */
  reference: string
}

/**
 * Books money back from a bond, divided over the parts that funds have in it. The caller has locked the bonds and the
 * funds' banks and judged the person; the proof of presence is for the whole. Answers a return for each part that got something, and what is still due of all.
 */
export async function bookReturn(
  tx: Tx,
  back: MoneyBack & { bonds: LockedBond[]; by: string; at: Date; proof: WholeProof },
): Promise<{ returnIds: string[]; stillDue: Cents }> {
  const { bonds, by, at, proof } = back
  refuseEmptyOrForeignInterest(back)
  const due: Cents[] = []
  for (const bond of bonds) due.push(await refundDueOf(tx, bond))
  const kept = sum(back.deductions.map(({ amount }) => amount))
  const stillDue = cents(sum(due) - back.received - kept)
  if (stillDue < 0n) {
    throw new Refusal(
      'return_exceeds_due',
      { due: sum(due) as bigint, entered: add(back.received, kept) },
      'received',
    )
  }

  await requireStepUp(tx, proof)
  const parts = await divided(tx, back, due)
  const returnIds: string[] = []
  for (const [index, part] of parts.entries()) {
    const returnId = await bookPart(tx, { ...part, due: due[index] ?? zero, by, at, proof })
    if (returnId) returnIds.push(returnId)
  }
  const way = stillDue === 0n ? wayBack : wayBack.slice(0, 1)
  // A court that kept all of it sent nothing that a family could be called about.
  const ofBond = { bondId: { in: bonds.map(({ id }) => id) }, receivedCents: { gt: 0n } }
  const came = (await tx.bondReturn.count({ where: ofBond })) > 0
  for (const bond of bonds) {
    const steps = stepsAlong(bond.kind, bond.state, way) ?? []
    await walkBond(tx, bond, { steps, by, reason: 'receipt', at })
    const { caseCode } = bond
    if (stillDue === 0n && came) await planCallForCase(tx, { caseCode, kind: 'money_returned', at })
  }
  return { returnIds, stillDue }
}

function refuseEmptyOrForeignInterest({
  bonds,
  received,
  deductions,
  interest,
}: MoneyBack & { bonds: LockedBond[] }): void {
  if (received + interest === 0n && deductions.length === 0) {
    throw new Refusal('return_is_empty', {}, 'received')
  }
  refuseInterest(interest, bonds)
}

const refundDueOf = async (tx: Tx, { id, fundId }: LockedBond): Promise<Cents> =>
  cents((await bondBalances(tx, { fundId, bondId: id })).refundDue)

type Part = MoneyBack & { bond: LockedBond }

/** One amount after the other, each over the running total of all that came of the principal before it. */
async function divided(tx: Tx, back: MoneyBack & { bonds: LockedBond[] }, due: Cents[]): Promise<Part[]> {
  const { bonds, reference } = back
  let shares: Share[] = bonds.map(({ principal }, index) => ({
    principal,
    before: principal - (due[index] ?? 0n),
  }))
  const divide = (amount: Cents): Cents[] => {
    const parts = divideByPrincipal(amount, shares)
    shares = shares.map((share, index) => ({ ...share, before: share.before + (parts[index] ?? 0n) }))
    return parts
  }
  const received = divide(back.received)
  const deductions = back.deductions.map(({ reason, amount }) => ({ reason, amounts: divide(amount) }))
  const interest = divideByPrincipal(back.interest, await interestShares(tx, bonds))
  return bonds.map((bond, index) => ({
    bond,
    reference,
    received: received[index] ?? zero,
    interest: interest[index] ?? zero,
    deductions: deductions
      .map(({ reason, amounts }) => ({ reason, amount: amounts[index] ?? zero }))
      .filter(({ amount }) => amount > 0n),
  }))
}

/** Interest follows the principal too, over what was paid of it before. */
async function interestShares(tx: Tx, bonds: LockedBond[]): Promise<Share[]> {
  const paid = await tx.bondReturn.groupBy({
    by: ['bondId'],
    where: { bondId: { in: bonds.map(({ id }) => id) } },
    _sum: { interestCents: true },
  })
  return bonds.map(({ id, principal }) => ({
    principal,
    before: paid.find(({ bondId }) => bondId === id)?._sum.interestCents ?? 0n,
  }))
}

/** Answers null where the division left nothing to this part. */
async function bookPart(
  tx: Tx,
  part: Part & { due: Cents; by: string; at: Date; proof: WholeProof },
): Promise<string | null> {
  const { bond, received, deductions, interest, by, at } = part
  const { id: bondId, fundId } = bond
  const kept = sum(deductions.map(({ amount }) => amount))
  if (received + kept + interest === 0n) return null

  // Read before the return is: it says what of the family's part is still inside.
  const family = await familyPartOf(tx, bondId)
  const returnId = randomUUID()
  await tx.bondReturn.create({
    data: {
      id: returnId,
      bondId,
      recordedBy: by,
      stepUpId: await provePart(tx, part.proof, boundTo.bondReturn({ bondId, received, interest, kept })),
      receivedCents: received,
      interestCents: interest,
      reference: part.reference,
      occurredAt: at,
    },
  })
  await tx.bondDeduction.createMany({
    data: deductions.map(({ reason, amount }, position) => ({
      returnId,
      position,
      reason,
      amountCents: amount,
    })),
  })
  await postTransfers(tx, {
    source: { kind: 'bond_return', id: returnId },
    occurredAt: at,
    transfers: returnLegs({
      ...{ fundId, bondId, family, received, interest },
      deductions: deductions.map(({ amount }) => amount),
    }),
  })
  await recordAudit(tx, {
    actor: { kind: 'staff', id: by },
    action: 'bond.returned',
    subject: 'bond',
    subjectId: bondId,
    fundId,
    detail: {
      receivedCents: received.toString(),
      keptCents: kept.toString(),
      interestCents: interest.toString(),
      stillDueCents: (part.due - received - kept).toString(),
    },
  })
  return returnId
}
