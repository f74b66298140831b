import type { AuditReader } from '#app/domain/audit/audit-where.server.ts'
import { readableAudit } from '#app/domain/audit/audit-where.server.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { type RoleHeld, rolesOverTime } from './roles-over-time.server.ts'

export type StaffRecord = {
  staffId: string
  name: string
  /** Null while they work here. */
  leftAt: Date | null
  /** How often, within what this reader may read of the audit; sign-ins belong to no one fund. */
  counts: { acts: number; refused: number; looks: number; signIns: number }
  roles: RoleHeld[]
}

/** What a person of staff did, within what the reader may read. Null for someone who never worked for the reader's funds. */
export const staffRecord = (of: { staffId: string; staff: AuditReader }): Promise<StaffRecord | null> =>
  inTransaction({ scope: { kind: 'staff', fundIds: of.staff.fundIds } }, async (tx) => {
    const { staffId } = of
    const { fundIds, readsAll } = await readableAudit(tx, of.staff)
    const person = await tx.staff.findUnique({ where: { id: staffId } })
    const counted = person && (await counts(tx, { staffId, fundIds, readsAll }))
    const roles = await rolesOverTime(tx, { fundIds, staffId })
    if (!counted || (roles.length === 0 && counted.acts === 0)) return null
    return { staffId, name: person.name, leftAt: person.disabledAt, counts: counted, roles }
  })

/** Acts that show what the vault holds: its fields, an original, who signed. A slip that is opened is kept as a look, too. */
const looks = ['person.revealed', 'person.document_opened', 'copay.signer_seen']

async function counts(
  tx: Tx,
  of: { staffId: string; fundIds: string[]; readsAll: boolean },
): Promise<StaffRecord['counts']> {
  const [row] = await tx.$queryRaw<StaffRecord['counts'][]>`
    select count(*) filter (where e.outcome = 'done')::int as acts,
           count(*) filter (where e.outcome = 'refused')::int as refused,
           count(*) filter (where e.action = any(${looks}::text[]) and e.outcome = 'done')::int as looks,
           count(*) filter (where e.action = 'staff.signed_in' and e.outcome = 'done')::int as "signIns"
      from audit_event e left join fund f on f.id = e.fund_id
     where e.actor_id = ${of.staffId}::uuid
       and (e.fund_id = any(${of.fundIds}::uuid[])
            or (${of.readsAll}::boolean and (f.id is null or f.kind = 'operating')))`
  return row ?? { acts: 0, refused: 0, looks: 0, signIns: 0 }
}
