import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { requireRole } from '#app/domain/disbursements/require-role.server.ts'
import type { IntakeMode } from '#app/domain/requests/request.ts'

export type Intake = {
  fundId: string
  mode: IntakeMode
  phone: string
  /** As `hours.ts` reads them. */
  hours: string
  /** Language tags of those who answer the telephone, as `es` or `ht`. */
  languages: string[]
  answerWithinDays: number
}

/** How a fund takes requests from now on. Refuses `role_may_not`. */
export async function setIntake({ staff, intake }: { staff: ActingStaff; intake: Intake }): Promise<void> {
  await attempt(
    { staff, action: 'fund.intake_set', subject: 'fund', subjectId: intake.fundId },
    async (tx) => {
      const { fundId, ...settings } = intake
      await requireRole(tx, { staffId: staff.id, fundId, action: 'funds:manage' })
      const data = { ...settings, changedBy: staff.id }
      await tx.fundIntake.upsert({ where: { fundId }, create: { fundId, ...data }, update: data })
      await recordAudit(tx, {
        actor: { kind: 'staff', id: staff.id },
        action: 'fund.intake_set',
        subject: 'fund',
        subjectId: fundId,
        fundId,
        detail: { mode: intake.mode, answerWithinDays: intake.answerWithinDays },
      })
    },
  )
}
