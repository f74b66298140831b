import type { Person } from '#app/domain/disbursements/acts.ts'
import { may } from '#app/domain/staff/access.ts'
import type { Waiting } from '#app/domain/waiting.ts'
import type { Tx } from '#app/platform/db.ts'

/** Originals that the auditor waits to be shown, and such as the auditor has yet to say something about. */
export async function waitingSamples(
  tx: Tx,
  of: { staff: { id: string; fundIds: string[] }; personIn: (fundId: string) => Person },
): Promise<Waiting[]> {
  const { id } = of.staff
  const rows = await tx.$queryRaw<Found[]>`
    select s.id, s.fund_id as "fundId", s.drawn_by as "drawnBy", s.occurred_at as since,
           bool_or(shown.by_others >= 2) as "toRecord", bool_or(shown.by_others < 2 and not shown.by_me) as "toShow"
      from audit_sample s join audit_sample_line l on l.sample_id = s.id
      cross join lateral (
        select count(*) as by_others, coalesce(bool_or(w.shown_by = ${id}::uuid), false) as by_me
          from audit_sample_showing w where w.sample_id = l.sample_id and w.position = l.position) shown
     where s.fund_id = any(${of.staff.fundIds}::uuid[])
       and not exists (select from audit_sample_finding f where f.sample_id = l.sample_id and f.position = l.position)
     group by s.id`
  return rows.flatMap(({ fundId, drawnBy, since, toRecord, toShow, ...sample }) => {
    const { roles } = of.personIn(fundId)
    const wanted = { to: `/admin/samples/${sample.id}`, fundId, caseCode: null, amountCents: null, since }
    if (drawnBy === id) return toRecord ? [{ ...wanted, act: 'record_seen', dueAt: null }] : []
    return toShow && may(roles, 'samples:show') ? [{ ...wanted, act: 'show_original', dueAt: null }] : []
  })
}

type Found = {
  id: string
  fundId: string
  drawnBy: string
  since: Date
  toRecord: boolean
  toShow: boolean
}
