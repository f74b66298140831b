import type { Reader } from '#app/domain/disbursements/reads/disbursement-page.server.ts'
import { fundNames } from '#app/domain/disbursements/reads/fund-names.server.ts'
import { type Action, may } from '#app/domain/staff/access.ts'
import { rolesIn } from '#app/domain/staff/staff.ts'
import { open } from '#app/platform/crypto.ts'
import { inTransaction } from '#app/platform/db.ts'
import { payerCell } from './open-remittance.server.ts'
import { payersOf } from './payers.server.ts'
import type { Brings } from './remittance.ts'

export type RemittancePage = NonNullable<Awaited<ReturnType<typeof remittancePage>>>
export type RemittanceLine = RemittancePage['lines'][number]

/** One payment with its lines, what is still to place, and what this person may do with it. Null: not theirs to see. */
export async function remittancePage(of: { remittanceId: string; staff: Reader }) {
  const { remittanceId, staff } = of
  return inTransaction({ scope: { kind: 'staff', fundIds: staff.fundIds } }, async (tx) => {
    const row = await tx.remittance.findUnique({
      where: { id: remittanceId },
      include: {
        openedByStaff: { select: { name: true } },
        remittanceEnding: { include: { endedByStaff: { select: { name: true } } } },
        remittanceLines: {
          orderBy: [{ recordedAt: 'asc' }, { id: 'asc' }],
          include: {
            remittanceDeductions: { orderBy: { position: 'asc' } },
            enteredByStaff: { select: { name: true } },
            bond: { select: { caseCode: true, receiptNumber: true, kind: true, fundId: true } },
          },
        },
      },
    })
    if (!row) return null
    const names = await fundNames(tx, { fundIds: row.fundIds, language: staff.language })
    const placed = row.remittanceLines.reduce(
      (sum, line) => sum + line.receivedCents + line.interestCents,
      0n,
    )
    const mayIn = (action: Action) => row.fundIds.every((fundId) => may(rolesIn(staff, fundId), action))
    const entered = new Set([row.openedBy, ...row.remittanceLines.map(({ enteredBy }) => enteredBy)])
    const isOpen = row.state === 'open'
    const bondIds = row.remittanceLines.map(({ bondId }) => bondId)
    const payers = isOpen ? await payersOf(tx, bondIds) : []
    const paidOne = payers.some(({ id }) => id === staff.id)
    return {
      id: row.id,
      payer: row.payer,
      payerName: open(row.payerSealed, payerCell(row.id)),
      reference: row.reference,
      state: row.state,
      receivedOn: row.receivedOn,
      funds: row.fundIds.map((fundId) => names.get(fundId) ?? ''),
      total: row.totalCents,
      placed,
      left: row.totalCents - placed,
      openedBy: row.openedByStaff.name,
      ending: row.remittanceEnding && {
        by: row.remittanceEnding.endedByStaff.name,
        at: row.remittanceEnding.occurredAt,
      },
      lines: row.remittanceLines.map((line) => ({
        id: line.id,
        bondId: line.bondId,
        caseCode: line.bond.caseCode,
        receiptNumber: line.bond.receiptNumber,
        fundName: names.get(line.bond.fundId) ?? '',
        brings: line.brings as Brings,
        received: line.receivedCents,
        interest: line.interestCents,
        deductions: line.remittanceDeductions.map(({ reason, amountCents }) => ({
          reason,
          amount: amountCents,
        })),
        by: line.enteredByStaff.name,
      })),
      mayEnter: isOpen && mayIn('remittances:enter'),
      mayClose: isOpen && mayIn('remittances:close') && !entered.has(staff.id) && !paidOne,
      enteredIt: entered.has(staff.id),
      /** This person paid one of its bonds, and does not close it either. */
      paidOne,
      /** Names of everyone who paid one of its bonds, while it is open. */
      payers: [...new Map(payers.map(({ id, name }) => [id, name])).values()],
    }
  })
}
