import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { rolesFor } from '#app/domain/staff/access.ts'
import { now } from '#app/platform/clock.ts'

/**
 * Says for how many calendar years after a gift its receipt is kept, should its donor be erased. It holds for donors who are
 * erased from now on; what was sealed before keeps the term that was promised then. Refuses `role_may_not`,
 * `receipt_term_is_one_to_thirty_years`, `nothing_changes`.
 */
export async function setReceiptTerm(of: { staff: ActingStaff; years: number }): Promise<void> {
  const { staff, years } = of
  const act = { action: 'organization.receipt_term_set', subject: 'organization' } as const
  await attempt({ staff, ...act }, async (tx) => {
    const held = await tx.staffRole.count({
      where: {
        staffId: staff.id,
        role: { in: [...rolesFor('funds:manage')] },
        staff: { disabledAt: null },
      },
    })
    if (held === 0) throw new Refusal('role_may_not')
    if (years < 1 || years > 30) throw new Refusal('receipt_term_is_one_to_thirty_years', {}, 'years')
    const [before] = await tx.$queryRaw<{ years: number }[]>`
      select receipt_years as years from organization where id = 1 for update`
    if (before?.years === years) throw new Refusal('nothing_changes', {}, 'years')
    await tx.receiptTerm.create({ data: { years, setBy: staff.id, occurredAt: now() } })
    await recordAudit(tx, {
      ...{ actor: { kind: 'staff', id: staff.id }, ...act, subjectId: '1' },
      detail: { years, before: before?.years ?? 0 },
    })
  })
}
