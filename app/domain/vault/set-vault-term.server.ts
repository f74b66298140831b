import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { requireRole } from '#app/domain/disbursements/require-role.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'
import { isVaultTerm } from './vault-term.ts'
import { vaultTermOf } from './vault-term-of.server.ts'

/**
 * Says how many months after the last thing that happened a fund keeps who a person was. Earlier terms stay on record. Refuses
 * `role_may_not`, `vault_term_is_three_months_to_ten_years`, `nothing_changes`.
 */
export async function setVaultTerm(of: {
  staff: ActingStaff
  fundId: string
  months: number
}): Promise<void> {
  const { staff, fundId, months } = of
  const act = { action: 'fund.vault_term_set', subject: 'fund', subjectId: fundId } as const
  await attempt({ staff, ...act }, async (tx) => {
    await requireRole(tx, { staffId: staff.id, fundId, action: 'funds:manage' })
    if (!isVaultTerm(months)) throw new Refusal('vault_term_is_three_months_to_ten_years', {}, 'months')
    await tx.$queryRaw`select id from fund where id = ${fundId}::uuid for no key update`
    const before = await vaultTermOf(tx, fundId)
    if (before === months) throw new Refusal('nothing_changes', {}, 'months')
    await tx.vaultTerm.create({ data: { fundId, months, setBy: staff.id, occurredAt: now() } })
    await recordAudit(tx, {
      ...{ actor: { kind: 'staff', id: staff.id }, ...act, fundId },
      detail: { months, before },
    })
  })
}
