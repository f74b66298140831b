import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { requireRole } from '#app/domain/disbursements/require-role.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'

type Checked = { staff: ActingStaff; fundId: string; courtLetters: number; iceLetters: number }

/** One of the two readers opened the mailbox: how many letters came. Refuses `mailbox_is_checked_by_its_reader` and `role_may_not`. */
export async function checkMailbox({ staff, fundId, courtLetters, iceLetters }: Checked): Promise<void> {
  await attempt({ staff, action: 'mailbox.checked', subject: 'fund', subjectId: fundId }, async (tx) => {
    await requireRole(tx, { staffId: staff.id, fundId, action: 'bonds:follow' })
    const box = await tx.bondMailbox.findFirst({ where: { fundId }, orderBy: { id: 'desc' } })
    if (box?.firstReader !== staff.id && box?.otherReader !== staff.id)
      throw new Refusal('mailbox_is_checked_by_its_reader')

    await tx.bondMailboxCheck.create({
      data: { fundId, courtLetters, iceLetters, checkedBy: staff.id, occurredAt: now() },
    })
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      action: 'mailbox.checked',
      subject: 'fund',
      subjectId: fundId,
      fundId,
      detail: { courtLetters, iceLetters },
    })
  })
}
