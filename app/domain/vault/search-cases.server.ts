import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { rolesFor } from '#app/domain/staff/access.ts'
import type { IndexKind } from './fields.ts'
import { findPersons } from './find-persons.server.ts'
import { searchParts } from './normalize.ts'

export type FoundPerson = { personId: string; fundId: string; caseCodes: string[]; createdAt: Date }

/**
 * Whom a value belongs to, in the funds where this person may read the vault: case codes and nothing else. That they
 * searched is kept, what they typed is not. Refuses `search_too_short`.
 */
export const searchCases = (of: {
  staff: ActingStaff
  kind: IndexKind
  plain: string
}): Promise<FoundPerson[]> =>
  attempt({ staff: of.staff, action: 'person.searched', subject: 'person' }, async (tx) => {
    const { staff, kind, plain } = of
    if (searchParts(kind, plain).length === 0) throw new Refusal('search_too_short', {}, 'plain')
    const held = await tx.staffRole.findMany({
      where: { staffId: staff.id, staff: { disabledAt: null }, role: { in: [...rolesFor('vault:read')] } },
      select: { fundId: true },
    })
    const ids = await findPersons(tx, { fundIds: held.map(({ fundId }) => fundId), kind, plain })
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      action: 'person.searched',
      subject: 'person',
      detail: { kind, found: ids.length },
    })
    return tx.$queryRaw<FoundPerson[]>`
      select p.id as "personId", p.fund_id as "fundId", p.created_at as "createdAt",
             array(select c.case_code from person_case c where c.person_id = p.id order by c.recorded_at) as "caseCodes"
        from person p where p.id = any(${ids}::uuid[]) order by p.created_at desc, p.id`
  })
