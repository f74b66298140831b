import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { DeductionReason } from '#app/domain/bonds/bond.ts'
import { bookRecovery } from '#app/domain/bonds/book-recovery.server.ts'
import { bookReturn } from '#app/domain/bonds/book-return.server.ts'
import { type LockedBond, lockBonds } from '#app/domain/bonds/lock-bond.server.ts'
import { judgeBondAct } from '#app/domain/bonds/open-bond-act.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { lockFundBank } from '#app/domain/ledger/balances.server.ts'
import { cents, sum } from '#app/domain/money/cents.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { provePart, type WholeProof } from '#app/domain/staff/step-up/prove-part.server.ts'
import { requireStepUp } from '#app/domain/staff/step-up/require-step-up.server.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import { type LockedRemittance, lockRemittance } from './lock-remittance.server.ts'
import { receivedAt } from './received-at.ts'
import type { Brings } from './remittance.ts'

/**
 * The lines add up to the payment: each is booked as a return of its bond, or as a recovery of one that was lost, all in one transaction. Closed by someone who
 * entered nothing of it and paid none of the bonds. Refuses `remittance_adds_up` with what is still to place.
 */
export async function closeRemittance(act: {
  staff: ActingStaff
  remittanceId: string
  /** A fresh proof of presence, bound to this payment and its total. */
  stepUpId: string
}): Promise<{ booked: number }> {
  const { staff, remittanceId } = act
  const { timezone } = await organization()
  const attempted = { staff, action: 'remittance.closed', subject: 'remittance', subjectId: remittanceId }
  return attempt(attempted, async (tx) => {
    const remittance = await lockRemittance(tx, {
      remittanceId,
      staffId: staff.id,
      action: 'remittances:close',
    })
    const lines = await readLines(tx, remittanceId)
    refuseOwnOrUnequal(remittance, lines, staff.id)

    const recordedAt = now()
    const at = receivedAt(remittance.receivedOn, timezone, recordedAt)
    const locked = await lockBonds(
      tx,
      lines.map(({ bondId }) => bondId),
    )
    for (const [index, { brings }] of lines.entries()) {
      const bonds = locked[index] ?? []
      await judgeBondAct(tx, brings as Brings, { bonds, staff, at, recordedAt })
    }
    await lockFundBank(tx, remittance.fundIds)
    const proof = {
      stepUpId: act.stepUpId,
      staffId: staff.id,
      boundTo: boundTo.closeRemittance({ remittanceId, total: remittance.total }),
    }
    await requireStepUp(tx, proof)
    for (const [index, line] of lines.entries()) {
      await bookLine(tx, line, {
        bonds: locked[index] ?? [],
        reference: remittance.reference,
        by: staff.id,
        at,
        proof,
      })
    }
    await tx.remittanceEnding.create({
      data: { remittanceId, kind: 'closed', endedBy: staff.id, occurredAt: recordedAt },
    })
    for (const fundId of remittance.fundIds) {
      await recordAudit(tx, {
        actor: { kind: 'staff', id: staff.id },
        action: 'remittance.closed',
        subject: 'remittance',
        subjectId: remittanceId,
        fundId,
        detail: { totalCents: remittance.total.toString(), lines: lines.length },
      })
    }
    return { booked: lines.length }
  })
}

type ReadLine = Awaited<ReturnType<typeof readLines>>[number]

const readLines = (tx: Tx, remittanceId: string) =>
  tx.remittanceLine.findMany({
    where: { remittanceId },
    include: { remittanceDeductions: { orderBy: { position: 'asc' } } },
    orderBy: [{ recordedAt: 'asc' }, { id: 'asc' }],
  })

function refuseOwnOrUnequal(remittance: LockedRemittance, lines: ReadLine[], by: string): void {
  if (remittance.openedBy === by || lines.some(({ enteredBy }) => enteredBy === by)) {
    throw new Refusal('remittance_closer_did_not_enter_it')
  }
  const placed = lines.reduce((sum, line) => sum + line.receivedCents + line.interestCents, 0n)
  if (placed !== remittance.total) {
    throw new Refusal('remittance_adds_up', { placed, total: remittance.total as bigint })
  }
}

type Booking = { bonds: LockedBond[]; reference: string; by: string; at: Date; proof: WholeProof }

async function bookLine(tx: Tx, line: ReadLine, of: Booking): Promise<void> {
  if (line.brings === 'recovery') return bookRecoveryLine(tx, line, of)
  const received = cents(line.receivedCents)
  const interest = cents(line.interestCents)
  const deductions = line.remittanceDeductions.map(({ reason, amountCents }) => ({
    reason: reason as DeductionReason,
    amount: cents(amountCents),
  }))
  const kept = sum(deductions.map(({ amount }) => amount))
  const bound = boundTo.bondReturn({ bondId: line.bondId, received, interest, kept })
  const proof = { ...of.proof, stepUpId: await provePart(tx, of.proof, bound), boundTo: bound }
  const { returnIds } = await bookReturn(tx, { ...of, received, interest, deductions, proof })
  await tx.remittanceReturn.createMany({
    data: returnIds.map((returnId) => ({ returnId, lineId: line.id })),
  })
}

/** What came of a lost bond is income after its loss, what a family lost of it first: as a recovery by itself is. */
async function bookRecoveryLine(tx: Tx, line: ReadLine, of: Booking): Promise<void> {
  const { bondId } = line
  const found = { received: cents(line.receivedCents), interest: cents(line.interestCents) }
  const bound = boundTo.bondRecovery({ bondId, ...found })
  const proof = { ...of.proof, stepUpId: await provePart(tx, of.proof, bound), boundTo: bound }
  const { recoveryIds } = await bookRecovery(tx, { ...of, ...found, proof })
  await tx.remittanceRecovery.createMany({
    data: recoveryIds.map((recoveryId) => ({ recoveryId, lineId: line.id })),
  })
}
