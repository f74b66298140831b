import { randomUUID } from 'node:crypto'
import { judgeRecovery } from '#app/domain/bonds/book-recovery.server.ts'
import type { Deduction } from '#app/domain/bonds/book-return.server.ts'
import { lockBond } from '#app/domain/bonds/lock-bond.server.ts'
import { refuseInterest } from '#app/domain/bonds/refuse-interest.ts'
import { refuseImpossibleTime } from '#app/domain/disbursements/when-it-happened.ts'
import { bondBalances } from '#app/domain/ledger/balances.server.ts'
import { add, type Cents, sum } from '#app/domain/money/cents.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import { findAwaitedBond } from './find-bond.server.ts'
import type { LockedRemittance } from './lock-remittance.server.ts'
import { receivedAt } from './received-at.ts'
import type { Brings } from './remittance.ts'

export type Line = {
  /** A case code or a receipt number. */
  bond: string
  received: Cents
  deductions: Deduction[]
  interest: Cents
}

/** Enters what a remittance says of one bond. Books nothing. The caller has locked the remittance. */
export async function writeLine(
  tx: Tx,
  { remittance, line, by }: { remittance: LockedRemittance; line: Line; by: string },
): Promise<string> {
  const { bondId, brings } = await findAwaitedBond(tx, { named: line.bond, fundIds: remittance.fundIds })
  await refuseMisfit(tx, { remittance, line, bondId, brings })

  const lineId = randomUUID()
  await tx.remittanceLine.create({
    data: {
      id: lineId,
      remittanceId: remittance.id,
      bondId,
      brings,
      receivedCents: line.received,
      interestCents: line.interest,
      enteredBy: by,
      occurredAt: now(),
    },
  })
  await tx.remittanceDeduction.createMany({
    data: line.deductions.map(({ reason, amount }, position) => ({
      lineId,
      position,
      reason,
      amountCents: amount,
    })),
  })
  return lineId
}

async function refuseMisfit(
  tx: Tx,
  of: { remittance: LockedRemittance; line: Line; bondId: string; brings: Brings },
): Promise<void> {
  const { remittance, line, bondId, brings } = of
  const bonds = await lockBond(tx, bondId)
  if (bonds.some(({ fundId }) => !remittance.fundIds.includes(fundId))) {
    throw new Refusal('remittance_line_is_of_its_funds', {}, 'bond')
  }
  const bondIds = bonds.map(({ id }) => id)
  const again = await tx.remittanceLine.count({
    where: { remittanceId: remittance.id, bondId: { in: bondIds } },
  })
  if (again > 0) throw new Refusal('remittance_names_a_bond_once', {}, 'bond')
  const { timezone } = await organization()
  const at = receivedAt(remittance.receivedOn, timezone, now())
  for (const bond of bonds) {
    refuseImpossibleTime({
      occurredAt: at,
      notBefore: bond.postedAt,
      now: now(),
      tooEarly: 'before_posting',
    })
  }

  if (brings === 'recovery') {
    if (line.deductions.length > 0) throw new Refusal('recovery_line_keeps_nothing_back', {}, 'kept')
    await judgeRecovery(tx, { bonds, received: line.received, interest: line.interest, at })
    return
  }
  const kept = sum(line.deductions.map(({ amount }) => amount))
  const entered = add(line.received, kept)
  if (entered + line.interest === 0n) throw new Refusal('return_is_empty', {}, 'received')
  refuseInterest(line.interest, bonds)
  let due = 0n
  for (const { id, fundId } of bonds) due += (await bondBalances(tx, { bondId: id, fundId })).refundDue
  if (entered > due) throw new Refusal('return_exceeds_due', { due, entered }, 'received')
}
