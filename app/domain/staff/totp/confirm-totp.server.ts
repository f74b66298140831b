import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { recordFailure, refuseAfterTooManyFailures } from '#app/domain/staff/failures.server.ts'
import { tellPerson } from '#app/domain/staff/notices/tell-person.server.ts'
import { now } from '#app/platform/clock.ts'
import { open } from '#app/platform/crypto.ts'
import { inTransaction } from '#app/platform/db.ts'
import { stepOf } from './authenticator.ts'
import { secretCell } from './secret-cell.ts'

/**
 * The authenticator shows the right code, so from now on it counts; this code itself is spent. Refuses
 * `totp_code_wrong`, `totp_not_begun` and `too_many_attempts`.
 */
export async function confirmTotp({ staffId, code }: { staffId: string; code: string }): Promise<void> {
  const confirmed = await inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    await refuseAfterTooManyFailures(tx, staffId, 'totp_confirm')
    const totp = await tx.staffTotp.findUnique({ where: { staffId } })
    if (!totp || totp.confirmedAt || totp.secretSealed.length === 0) throw new Refusal('totp_not_begun')
    const at = now()
    const step = stepOf(code, open(totp.secretSealed, secretCell(staffId)), at)
    if (step === null) {
      await recordFailure(tx, staffId, 'totp_confirm')
      return false
    }
    await tx.staffTotp.update({ where: { staffId }, data: { confirmedAt: at, lastCounter: step } })
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staffId },
      action: 'staff.totp_added',
      subject: 'staff',
      subjectId: staffId,
    })
    await tellPerson(tx, { staffId, event: 'totp_added' })
    return true
  })
  // The failure is kept, so the refusal comes after its transaction.
  if (!confirmed) throw new Refusal('totp_code_wrong', {}, 'code')
}
