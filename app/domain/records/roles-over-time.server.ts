import type { Role } from '#app/domain/staff/access.ts'
import type { Tx } from '#app/platform/db.ts'

/** A role as it was held: from the act that gave it to the one that took it back. */
export type RoleHeld = {
  staffId: string
  name: string
  fundId: string
  role: Role
  from: Date
  /** Null while it is held. */
  to: Date | null
}

const shownAtMost = 300

/**
 * Who held which role from when to when. Roles held now come from the table of roles; those of the past from the acts that
 * took them back, and since when from the acts that gave them.
 */
export const rolesOverTime = (
  tx: Tx,
  of: { fundIds: string[]; staffId: string | null },
): Promise<RoleHeld[]> => tx.$queryRaw<RoleHeld[]>`
  with act as (
    select e.subject_id, e.fund_id, e.detail ->> 'role' as role, e.action, e.occurred_at, e.id from audit_event e
     where e.action in ('staff.role_granted', 'staff.role_withdrawn') and e.subject = 'staff' and e.outcome = 'done'
       and e.fund_id = any(${of.fundIds}::uuid[])
       and (${of.staffId}::text is null or e.subject_id = ${of.staffId})),
  past as (
    select w.subject_id::uuid as staff_id, w.fund_id, w.role, w.occurred_at as ended,
           (select max(g.occurred_at) from act g
             where g.action = 'staff.role_granted' and g.id < w.id
               and (g.subject_id, g.fund_id, g.role) = (w.subject_id, w.fund_id, w.role)) as began
      from act w where w.action = 'staff.role_withdrawn')
  select h.staff_id as "staffId", p.name, h.fund_id as "fundId", h.role, coalesce(h.began, p.recorded_at) as "from",
         h.ended as "to"
    from (select staff_id, fund_id, role, recorded_at as began, null::timestamptz as ended from staff_role
           where fund_id = any(${of.fundIds}::uuid[])
             and (${of.staffId}::uuid is null or staff_id = ${of.staffId}::uuid)
          union all select staff_id, fund_id, role, began, ended from past) h
    join staff p on p.id = h.staff_id
   order by h.ended is not null, p.name, "from" desc limit ${shownAtMost}`
