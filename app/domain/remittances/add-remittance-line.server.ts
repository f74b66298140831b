import { attempt } from '#app/domain/audit/attempt.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { lockRemittance } from './lock-remittance.server.ts'
import { type Line, writeLine } from './write-line.server.ts'

/** What the payment says of one more bond. Nothing is booked until the remittance is closed. */
export async function addRemittanceLine(act: {
  staff: ActingStaff
  remittanceId: string
  line: Line
}): Promise<{ lineId: string }> {
  const { staff, remittanceId, line } = act
  const attempted = { action: 'remittance.line_added', subject: 'remittance', subjectId: remittanceId }
  return attempt({ staff, ...attempted }, async (tx) => {
    const remittance = await lockRemittance(tx, {
      remittanceId,
      staffId: staff.id,
      action: 'remittances:enter',
    })
    return { lineId: await writeLine(tx, { remittance, line, by: staff.id }) }
  })
}
