import type { Role } from '#app/domain/staff/access.ts'
import { may } from '#app/domain/staff/access.ts'
import type { Waiting } from '#app/domain/waiting.ts'
import type { Tx } from '#app/platform/db.ts'

type Asked = {
  staff: { id: string; fundIds: string[] }
  personIn: (fundId: string) => { id: string; roles: readonly Role[] }
}

/** New limits that another administrator proposed wait for this one. */
export async function limitsWaiting(tx: Tx, { staff, personIn }: Asked): Promise<Waiting[]> {
  const rows = await tx.$queryRaw<{ fundId: string; since: Date }[]>`
    select l.fund_id as "fundId", min(l.recorded_at) as since from fund_limits l
     where l.proposed_by <> ${staff.id}::uuid
       and not exists (select from fund_limits_decision d where d.limits_id = l.id)
     group by l.fund_id`
  return rows
    .filter(({ fundId }) => may(personIn(fundId).roles, 'funds:manage'))
    .map(({ fundId, since }) => ({
      ...{ act: 'confirm_limits', to: `/admin/funds/${fundId}/control`, fundId, since },
      ...{ caseCode: null, amountCents: null, dueAt: null },
    }))
}
