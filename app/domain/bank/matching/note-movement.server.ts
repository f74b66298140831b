import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { accountOf, type BankStaff } from '#app/domain/bank/account-of.server.ts'
import type { MovementKey, noteReasons } from '#app/domain/bank/forms.ts'
import { dayOf } from '#app/domain/bonds/day-of.ts'
import { organizationHere } from '#app/domain/organization/organization-here.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'
import { daysFrom } from './propose-matches.ts'

const longestNote = 183

/**
 * Says why a movement has no line yet, and until when that is a good answer: a check that nobody cashed is no mistake.
 * Refuses `bank_account_unknown`, `role_may_not`, `movement_unknown` and `note_ends_within_half_a_year`.
 */
export async function noteMovement(act: {
  staff: BankStaff
  accountId: string
  movement: MovementKey
  reason: (typeof noteReasons)[number]
  untilDay: string
}): Promise<void> {
  const { staff, accountId, movement, reason, untilDay } = act
  const of = { action: 'bank_movement.noted', subject: 'bank_account', subjectId: accountId }
  await attempt({ staff, ...of, detail: { cause: reason } }, async (tx) => {
    await accountOf(tx, { staff, accountId, action: 'reconciliation:work' })
    const { sourceKind, sourceId } = movement
    const rows = await tx.$queryRaw<unknown[]>`
      select from bank_movement v where v.bank_account_id = ${accountId}::uuid
         and v.source_kind = ${sourceKind} and v.source_id = ${sourceId}`
    if (rows.length === 0) throw new Refusal('movement_unknown')
    const { timezone } = await organizationHere(tx)
    const days = daysFrom(dayOf(now(), timezone), untilDay)
    if (days < 0 || days > longestNote) throw new Refusal('note_ends_within_half_a_year', {}, 'untilDay')
    await tx.bankMovementNote.create({
      data: {
        ...{ bankAccountId: accountId, sourceKind, sourceId, reason, notedBy: staff.id, occurredAt: now() },
        untilDay: new Date(untilDay),
      },
    })
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      ...of,
      detail: { cause: reason, untilDay },
    })
  })
}
