import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { inTransaction } from '#app/platform/db.ts'
import { lockRemittance } from './lock-remittance.server.ts'
import { type Line, writeLine } from './write-line.server.ts'

/** What the payment says of one more bond. Nothing is booked until the remittance is closed. */
export async function addRemittanceLine(act: {
  staff: ActingStaff
  remittanceId: string
  line: Line
}): Promise<{ lineId: string }> {
  const { staff, remittanceId, line } = act
  return inTransaction({ scope: { kind: 'staff', fundIds: staff.fundIds } }, async (tx) => {
    const remittance = await lockRemittance(tx, {
      remittanceId,
      staffId: staff.id,
      action: 'remittances:enter',
    })
    return { lineId: await writeLine(tx, { remittance, line, by: staff.id }) }
  })
}
