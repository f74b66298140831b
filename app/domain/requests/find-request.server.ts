import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { readCode } from '#app/domain/disbursements/case-code.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { rolesFor } from '#app/domain/staff/access.ts'

/**
 * The request whose code a caller says, in the funds where this person reads requests. That they searched is kept, what they
 * typed is not. Refuses `request_code_unknown`.
 */
export const findRequest = ({ staff, code }: { staff: ActingStaff; code: string }) =>
  attempt(
    { staff, action: 'request.searched', subject: 'request' },
    async (tx): Promise<{ requestId: string }> => {
      const wanted = readCode(code)
      const held = await tx.staffRole.findMany({
        where: {
          staffId: staff.id,
          staff: { disabledAt: null },
          role: { in: [...rolesFor('requests:read')] },
        },
        select: { fundId: true },
      })
      const fundIds = held.map(({ fundId }) => fundId)
      const found =
        wanted && (await tx.helpRequest.findFirst({ where: { code: wanted, fundId: { in: fundIds } } }))
      if (!found) throw new Refusal('request_code_unknown', {}, 'code')
      await recordAudit(tx, {
        actor: { kind: 'staff', id: staff.id },
        action: 'request.searched',
        subject: 'request',
        subjectId: found.id,
        fundId: found.fundId,
      })
      return { requestId: found.id }
    },
  )
