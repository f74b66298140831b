import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { rolesInFund } from '#app/domain/disbursements/require-role.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'

/**
 * A turn ends early, or does not begin. By whose it is, or by an administrator of the fund. Refuses `turn_unknown`,
 * `turn_is_ended_by_its_own`, `turn_is_over` and, by the database, `turn_is_ended_once`.
 */
export async function endTurn(act: { staff: ActingStaff; turnId: string }): Promise<void> {
  const { staff, turnId } = act
  const at = now()

  await attempt(
    { staff, action: 'on_call.ended', subject: 'on_call_turn', subjectId: turnId },
    async (tx) => {
      const turn = await tx.onCallTurn.findUnique({ where: { id: turnId } })
      if (!turn) throw new Refusal('turn_unknown')
      const roles = await rolesInFund(tx, { staffId: staff.id, fundId: turn.fundId })
      if (turn.staffId !== staff.id && !roles.includes('administrator')) {
        throw new Refusal('turn_is_ended_by_its_own')
      }
      if (turn.endsAt <= at) throw new Refusal('turn_is_over')

      await tx.onCallTurnEnd.create({ data: { turnId, endedBy: staff.id, occurredAt: at } })
      await recordAudit(tx, {
        actor: { kind: 'staff', id: staff.id },
        action: 'on_call.ended',
        subject: 'on_call_turn',
        subjectId: turnId,
        fundId: turn.fundId,
      })
    },
  )
}
