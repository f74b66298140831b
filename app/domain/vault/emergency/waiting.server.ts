import { may } from '#app/domain/staff/access.ts'
import type { Waiting, WaitingFor } from '#app/domain/waiting.ts'
import type { Tx } from '#app/platform/db.ts'

type Row = { fundId: string; caseCode: string | null; since: Date; dueAt: Date }

/** Records that someone else opened in an emergency wait until they are reviewed; three days are long enough. */
export async function emergenciesWaiting(tx: Tx, { staff, personIn }: WaitingFor): Promise<Waiting[]> {
  const rows = await tx.$queryRaw<Row[]>`
    select p.fund_id as "fundId", g.recorded_at as since, g.recorded_at + interval '3 days' as "dueAt",
           (select c.case_code from person_case c where c.person_id = p.id order by c.recorded_at limit 1) as "caseCode"
      from break_glass g join person p on p.id = g.person_id
     where g.staff_id <> ${staff.id}::uuid
       and not exists (select from break_glass_review r where r.glass_id = g.id)`
  return rows
    .filter(({ fundId }) => may(personIn(fundId).roles, 'emergencies:review'))
    .map((row) => ({
      ...row,
      ...{ act: 'review_emergency', to: '/admin/emergencies', amountCents: null },
    }))
}
