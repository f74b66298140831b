import { recordForfeiture as forfeit } from '#app/domain/bonds/record-forfeiture.server.ts'
import { type Recovery, recordRecovery as recordFound } from '#app/domain/bonds/record-recovery.server.ts'
import { type BondReturn, recordReturn as recordBack } from '#app/domain/bonds/record-return.server.ts'
import { reinstateBond as reinstate } from '#app/domain/bonds/reinstate-bond.server.ts'
import { writeOff as giveUp } from '#app/domain/bonds/write-off.server.ts'
import { sum } from '#app/domain/money/cents.ts'
import { closeRemittance as close } from '#app/domain/remittances/close-remittance.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { inTransaction } from '#app/platform/db.ts'
import { givenStepUp } from './given.ts'

/* The acts that move money back, each with the proof of presence that its person would have given for it. */

type Unproved<T> = Omit<T, 'stepUpId'>

export async function recordReturn(back: Unproved<BondReturn>) {
  const kept = sum(back.deductions.map(({ amount }) => amount))
  const stepUpId = await givenStepUp(back.staff.id, boundTo.bondReturn({ ...back, kept }))
  return recordBack({ ...back, stepUpId })
}

export async function recordRecovery(found: Unproved<Recovery>) {
  return recordFound({ ...found, stepUpId: await givenStepUp(found.staff.id, boundTo.bondRecovery(found)) })
}

export async function recordForfeiture(lost: Unproved<Parameters<typeof forfeit>[0]>) {
  const standing = { bondId: lost.bondId, lost: await balanceOf('bond_deposit', lost.bondId) }
  return forfeit({ ...lost, stepUpId: await givenStepUp(lost.staff.id, boundTo.forfeiture(standing)) })
}

export async function writeOff(lost: Unproved<Parameters<typeof giveUp>[0]>) {
  const standing = { bondId: lost.bondId, lost: await balanceOf('refund_due', lost.bondId) }
  return giveUp({ ...lost, stepUpId: await givenStepUp(lost.staff.id, boundTo.writeOff(standing)) })
}

export async function reinstateBond(back: Unproved<Parameters<typeof reinstate>[0]>) {
  const lost = await inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    const [row] = await tx.$queryRaw<{ lost: bigint }[]>`
      select coalesce(sum(bond_lost_cents(id)), 0)::bigint as lost from bonds_with(${back.bondId}::uuid)`
    return row?.lost ?? 0n
  })
  const standing = { bondId: back.bondId, lost }
  return reinstate({ ...back, stepUpId: await givenStepUp(back.staff.id, boundTo.reinstatement(standing)) })
}

export async function closeRemittance(act: Unproved<Parameters<typeof close>[0]>) {
  const { remittanceId, staff } = act
  const row = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.remittance.findUnique({ where: { id: remittanceId }, select: { totalCents: true } }),
  )
  const bound = boundTo.closeRemittance({ remittanceId, total: row?.totalCents ?? 0n })
  return close({ ...act, stepUpId: await givenStepUp(staff.id, bound) })
}

/** What the ledger says is still deposited, or due, of a bond in every fund that has a part. */
async function balanceOf(code: 'bond_deposit' | 'refund_due', bondId: string): Promise<bigint> {
  const [row] = await inTransaction(
    { scope: { kind: 'system' } },
    (tx) => tx.$queryRaw<{ cents: bigint }[]>`
      select coalesce(sum(b.balance_cents), 0)::bigint as cents
        from account_balance b join bonds_with(${bondId}::uuid) part on b.sub = part.id::text where b.code = ${code}`,
  )
  return row?.cents ?? 0n
}
