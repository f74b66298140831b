import { may } from '#app/domain/staff/access.ts'
import type { Waiting, WaitingFor } from '#app/domain/waiting.ts'
import type { Tx } from '#app/platform/db.ts'

/** What counsel said about a bond, until another than who wrote it down confirms it: before that the rule blocks on. */
export async function waitingClearances(tx: Tx, { staff, personIn }: WaitingFor): Promise<Waiting[]> {
  const rows = await tx.$queryRaw<(Omit<Waiting, 'act' | 'to'> & { disbursementId: string })[]>`
    select d.id as "disbursementId", d.fund_id as "fundId", d.case_code as "caseCode", c.recorded_at as since,
           d.expires_at as "dueAt",
           (select sum(l.ceiling_cents) from disbursement_line l where l.disbursement_id = d.id)::bigint as "amountCents"
      from counsel_clearance c join disbursement d on d.id = c.disbursement_id and d.content_hash = c.content_hash
     where d.state in ('proposed', 'approved') and c.recorded_by <> ${staff.id}::uuid
       and not exists (select from clearance_confirmation y where y.clearance_id = c.id)
     order by c.recorded_at limit 100`
  return rows
    .filter(({ fundId }) => may(personIn(fundId).roles, 'disbursements:approve'))
    .map(({ disbursementId, ...row }) => ({
      ...row,
      act: 'confirm_clearance',
      to: `/admin/disbursements/${disbursementId}`,
    }))
}
