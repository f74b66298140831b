import { attempt } from '#app/domain/audit/attempt.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { requireProofToChangeFactors } from '#app/domain/staff/step-up/require-proof-to-change-factors.server.ts'
import { open, seal } from '#app/platform/crypto.ts'
import { enrolmentOf, newSecret, type TotpEnrolment } from './authenticator.ts'
import { secretCell } from './secret-cell.ts'

/**
 * Makes a secret for an authenticator app; it counts only once a code from it was confirmed. Asked again before that,
 * it answers the same secret. Refuses `totp_set_up_already` and `step_up_is_fresh_and_bound`.
 */
export async function beginTotpEnrolment(begin: {
  staffId: string
  stepUpId?: string
}): Promise<TotpEnrolment> {
  const { staffId } = begin
  const act = { action: 'staff.totp_added', subject: 'staff', subjectId: staffId }
  return attempt({ staff: { id: staffId, fundIds: [] }, scope: { kind: 'system' }, ...act }, async (tx) => {
    await tx.$queryRaw`select id from staff where id = ${staffId}::uuid for no key update`
    await requireProofToChangeFactors(tx, begin)
    const { email, staffTotp } = await tx.staff.findUniqueOrThrow({
      where: { id: staffId },
      select: { email: true, staffTotp: true },
    })
    if (staffTotp?.confirmedAt) throw new Refusal('totp_set_up_already')

    const waiting = staffTotp && staffTotp.secretSealed.length > 0
    const secret = waiting ? open(staffTotp.secretSealed, secretCell(staffId)) : newSecret()
    if (!waiting) {
      const secretSealed = seal(secret, secretCell(staffId))
      await tx.staffTotp.upsert({
        where: { staffId },
        create: { staffId, secretSealed },
        update: { secretSealed },
      })
    }
    return enrolmentOf(secret, email)
  })
}
