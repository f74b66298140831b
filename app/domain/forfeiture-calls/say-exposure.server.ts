import { attempt } from '#app/domain/audit/attempt.server.ts'
import { type LockedBond, lockBond } from '#app/domain/bonds/lock-bond.server.ts'
import { tellAudit } from '#app/domain/bonds/tell-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { requireRole } from '#app/domain/disbursements/require-role.server.ts'
import { allocate } from '#app/domain/money/allocate.ts'
import { type Cents, cents } from '#app/domain/money/cents.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import { callableOf } from './exposure.server.ts'
import { canBeCalled } from './said-exposure.server.ts'

/**
 * Says what the court can call of a percentage bond, where its payment did not or said it wrong: the full bond that the judge
 * set, with the deposit in it. It replaces what was said before, which stays on record. Each fund that shares the bond answers
 * for its share, by what it put in, as at the payment. Refuses `exposure_is_of_court_bail`, `exposure_of_an_ended_bond_stays`,
 * `exposure_is_at_least_what_was_called`, `role_may_not` and `shared_bond_needs_every_fund`.
 */
export async function sayExposure(of: { staff: ActingStaff; bondId: string; full: Cents }): Promise<void> {
  const { staff, bondId, full } = of
  await attempt({ staff, action: 'bond.exposure_said', subject: 'bond', subjectId: bondId }, async (tx) => {
    const bonds = await lockBond(tx, bondId)
    for (const { fundId } of bonds)
      await requireRole(tx, { staffId: staff.id, fundId, action: 'bonds:follow' })
    const parts = await standingOf(tx, bonds)
    refuseWhatIsNotCalled(parts)
    const shares = sharesOf(full, parts)

    const before = parts.reduce((sum, part) => sum + part.full, 0n)
    // Sent twice, it was said once.
    if (before === full && parts.every(({ newest }) => newest !== null)) return
    for (const [index, { bond, newest }] of parts.entries()) {
      await tx.bondExposure.create({
        data: {
          bondId: bond.id,
          exposureCents: shares[index] ?? bond.principal,
          wholeCents: full,
          replaces: newest,
          recordedBy: staff.id,
          occurredAt: now(),
        },
      })
    }
    await tellAudit(tx, {
      ...{ staff, bonds, action: 'bond.exposure_said' },
      detail: { fromCents: before.toString(), toCents: full.toString() },
    })
  })
}

type Part = {
  bond: LockedBond
  full: bigint
  /** The deposit, and what was paid upon calls or is proposed to be. */
  least: bigint
  isForfeited: boolean
  /** What was said last, null where nothing was since the payment. */
  newest: bigint | null
}

async function standingOf(tx: Tx, bonds: readonly LockedBond[]): Promise<Part[]> {
  const parts: Part[] = []
  for (const bond of bonds) {
    const found = await callableOf(tx, bond.id)
    if (!found) throw new Refusal('bond_unknown')
    const said = await tx.bondExposure.aggregate({ where: { bondId: bond.id }, _max: { id: true } })
    const { full, left, isForfeited } = found
    parts.push({ bond, full, least: full - left, isForfeited, newest: said._max.id })
  }
  return parts
}

function refuseWhatIsNotCalled(parts: readonly Part[]): void {
  if (parts.some(({ bond }) => bond.kind !== 'court_bail'))
    throw new Refusal('exposure_is_of_court_bail', {}, 'full')
  if (!parts.every(({ bond, isForfeited }) => canBeCalled({ ...bond, isForfeited })))
    throw new Refusal('exposure_of_an_ended_bond_stays', {}, 'full')
}

/** Of each fund by what it put in; none below what is claimed of it already. */
function sharesOf(full: Cents, parts: readonly Part[]): Cents[] {
  const shares = allocate(
    full,
    parts.map(({ bond }) => bond.principal),
  )
  if (parts.some(({ least }, index) => (shares[index] ?? 0n) < least))
    throw new Refusal('exposure_is_at_least_what_was_called', { least: leastInAll(parts) }, 'full')
  return shares.map(cents)
}

/** The whole of which the share of every fund covers what is claimed of it. */
function leastInAll(parts: readonly Part[]): bigint {
  const whole = parts.reduce((sum, { bond }) => sum + bond.principal, 0n)
  let most = whole
  for (const { bond, least } of parts) {
    const needed = (least * whole + bond.principal - 1n) / bond.principal
    if (needed > most) most = needed
  }
  return most
}
