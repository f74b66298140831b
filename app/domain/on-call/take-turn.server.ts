import { randomUUID } from 'node:crypto'
import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { requireRole } from '#app/domain/disbursements/require-role.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { now } from '#app/platform/clock.ts'
import { sealPhone } from './phone.server.ts'
import { whyNoTurn } from './turn.ts'

/**
 * Someone who may approve says from when until when they answer their telephone. Refuses `role_may_not`, and a turn that
 * ends before it begins, lasts over a week, lies in the past, or overlaps another of theirs (`turns_do_not_overlap`).
 */
export async function takeTurn(act: {
  staff: ActingStaff
  fundId: string
  startsAt?: Date | undefined
  endsAt: Date
  phone: string
}): Promise<{ turnId: string }> {
  const { staff, fundId, endsAt, phone } = act
  const at = now()
  const startsAt = act.startsAt ?? at
  const { timezone } = await organization()

  return attempt({ staff, action: 'on_call.taken', subject: 'on_call_turn', fundId }, async (tx) => {
    await requireRole(tx, { staffId: staff.id, fundId, action: 'on-call:take' })
    const refusal = whyNoTurn({ startsAt, endsAt }, at, timezone)
    if (refusal) throw refusal

    const turnId = randomUUID()
    await tx.onCallTurn.create({
      data: {
        ...{ id: turnId, fundId, staffId: staff.id, startsAt, endsAt, occurredAt: at },
        phoneSealed: sealPhone(turnId, phone),
      },
    })
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      action: 'on_call.taken',
      subject: 'on_call_turn',
      subjectId: turnId,
      fundId,
      detail: { startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() },
    })
    return { turnId }
  })
}
