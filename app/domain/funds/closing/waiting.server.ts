import { may } from '#app/domain/staff/access.ts'
import type { Waiting, WaitingFor } from '#app/domain/waiting.ts'
import type { Tx } from '#app/platform/db.ts'

/** That a fund closes, or goes back, waits for an administrator who did not propose it. */
export async function closingsWaiting(tx: Tx, { staff, personIn }: WaitingFor): Promise<Waiting[]> {
  const rows = await tx.$queryRaw<{ fundId: string; since: Date }[]>`
    select c.fund_id as "fundId", c.recorded_at as since from fund_closing c
     where c.proposed_by <> ${staff.id}::uuid
       and not exists (select from fund_closing_decision d where d.closing_id = c.id)`
  return rows
    .filter(({ fundId }) => may(personIn(fundId).roles, 'funds:manage'))
    .map(({ fundId, since }) => ({
      ...{ act: 'confirm_closing', to: `/admin/funds/${fundId}/control`, fundId, since },
      ...{ caseCode: null, amountCents: null, dueAt: null },
    }))
}
