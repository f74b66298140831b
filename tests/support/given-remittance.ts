import { randomUUID } from 'node:crypto'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { cents, zero } from '#app/domain/money/cents.ts'
import { addRemittanceLine } from '#app/domain/remittances/add-remittance-line.server.ts'
import { openRemittance } from '#app/domain/remittances/open-remittance.server.ts'
import type { Line } from '#app/domain/remittances/write-line.server.ts'
import { inTransaction } from '#app/platform/db.ts'

/** Entered by this person for these funds. Answers its id. */
export async function givenRemittance(
  staff: ActingStaff,
  of: { total: bigint; reference?: string; payerName?: string; fundIds?: string[]; payer?: 'court' | 'dhs' },
): Promise<string> {
  const { remittanceId } = await openRemittance({
    staff,
    remittance: {
      payer: of.payer ?? 'court',
      payerName: of.payerName ?? '',
      reference: of.reference ?? `Check ${randomUUID().slice(0, 8)}`,
      total: cents(of.total),
      receivedOn: today(),
      fundIds: of.fundIds ?? staff.fundIds,
    },
  })
  return remittanceId
}

/** The organization's day: Chicago. */
export const today = (): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Chicago' }).format(new Date())

export const receiptOf = (bondId: string): Promise<string> =>
  inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    const bond = await tx.bond.findUniqueOrThrow({ where: { id: bondId } })
    return bond.receiptNumber
  })

export async function place(
  staff: ActingStaff,
  remittanceId: string,
  bondId: string,
  came: { received?: bigint; interest?: bigint; deductions?: Line['deductions'] },
): Promise<string> {
  const { lineId } = await addRemittanceLine({
    staff,
    remittanceId,
    line: {
      bond: await receiptOf(bondId),
      received: cents(came.received ?? zero),
      interest: cents(came.interest ?? zero),
      deductions: came.deductions ?? [],
    },
  })
  return lineId
}
