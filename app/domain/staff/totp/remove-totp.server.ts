import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { isEnrolled } from '#app/domain/staff/enrolled.server.ts'
import { tellPerson } from '#app/domain/staff/notices/tell-person.server.ts'
import { requireProofToChangeFactors } from '#app/domain/staff/step-up/require-proof-to-change-factors.server.ts'

/** Forgets the authenticator and its secret. Refuses `step_up_is_fresh_and_bound` and `last_factor`. */
export async function removeTotp({
  staffId,
  stepUpId,
}: {
  staffId: string
  stepUpId: string
}): Promise<void> {
  await attempt(
    {
      staff: { id: staffId, fundIds: [] },
      action: 'staff.totp_removed',
      subject: 'staff',
      subjectId: staffId,
    },
    async (tx) => {
      await tx.$queryRaw`select id from staff where id = ${staffId}::uuid for no key update`
      await requireProofToChangeFactors(tx, { staffId, stepUpId })
      await tx.staffTotp.update({
        where: { staffId },
        data: { confirmedAt: null, secretSealed: new Uint8Array() },
      })
      if (!(await isEnrolled(tx, staffId))) throw new Refusal('last_factor')
      await recordAudit(tx, {
        actor: { kind: 'staff', id: staffId },
        action: 'staff.totp_removed',
        subject: 'staff',
        subjectId: staffId,
      })
      await tellPerson(tx, { staffId, event: 'totp_removed' })
    },
  )
}
