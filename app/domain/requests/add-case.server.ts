import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { newCaseCode } from '#app/domain/disbursements/case-code.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { requireRole } from '#app/domain/disbursements/require-role.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { linkCase } from '#app/domain/vault/link-case.server.ts'
import { now } from '#app/platform/clock.ts'
import { lockRequest } from './lock-request.server.ts'

/** As many cases as one person has at once in the longest lists that funds tell of. */
const mostCases = 12

/** Another case of the same person, with a code of its own: its money is proposed, posted and returned apart. Answers the code. */
export async function addCase(of: { staff: ActingStaff; requestId: string }): Promise<{ caseCode: string }> {
  const { staff, requestId } = of
  return attempt(
    { staff, action: 'request.case_added', subject: 'request', subjectId: requestId },
    async (tx) => {
      const { fundId, personId, erasedAt } = await lockRequest(tx, requestId)
      await requireRole(tx, { staffId: staff.id, fundId, action: 'requests:work' })
      if (erasedAt) throw new Refusal('request_step_not_possible')
      if ((await tx.requestCase.count({ where: { requestId } })) >= mostCases)
        throw new Refusal('too_many_cases', { most: mostCases })

      const caseCode = newCaseCode()
      await linkCase(tx, { personId, caseCode })
      await tx.requestCase.create({ data: { requestId, caseCode, addedBy: staff.id, occurredAt: now() } })
      await recordAudit(tx, {
        actor: { kind: 'staff', id: staff.id },
        action: 'request.case_added',
        subject: 'request',
        subjectId: requestId,
        fundId,
        detail: { caseCode },
      })
      return { caseCode }
    },
  )
}
