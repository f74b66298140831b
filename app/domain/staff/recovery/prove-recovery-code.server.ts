import { recordRefusedAttempt } from '#app/domain/audit/record-refused-attempt.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { countTry, tryKey } from '#app/domain/staff/count-try.server.ts'
import { failuresAllowed } from '#app/domain/staff/failures.server.ts'
import { hashToken } from '#app/platform/crypto.ts'
import { inTransaction } from '#app/platform/db.ts'
import { recoveryCodeFits } from './begin-anew.server.ts'

/**
 * A link of a recovery opens only with its code. Counted in a transaction of its own before the link is touched, so that a
 * wrong code neither spends the link nor can be tried again and again. Refuses `recovery_code_wrong` and, after five within 15
 * minutes, `too_many_attempts`. Other links pass.
 */
export async function proveRecoveryCode(of: { token: string; code: string | undefined }): Promise<void> {
  const tokenHash = hashToken(of.token)
  const outcome = await inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    const link = await tx.staffSignInLink.findUnique({ where: { tokenHash } })
    if (!link?.recoveryId || link.usedAt) return null
    const { recoveryId, staffId } = link
    const tries = await countTry(tx, tryKey('staff-recovery', tokenHash))
    if (tries > failuresAllowed) return { staffId, refusal: 'too_many_attempts' }
    const fits = await recoveryCodeFits(tx, { recoveryId, code: of.code })
    return fits ? null : { staffId, refusal: 'recovery_code_wrong' }
  })
  if (!outcome) return
  await recordRefusedAttempt({
    actor: { kind: 'system' },
    action: 'staff.recovery_used',
    subject: 'staff',
    subjectId: outcome.staffId,
    reason: outcome.refusal,
  })
  throw new Refusal(outcome.refusal, {}, 'code')
}
