import { may } from '#app/domain/staff/access.ts'
import type { Waiting, WaitingFor } from '#app/domain/waiting.ts'
import type { Tx } from '#app/platform/db.ts'

/** Files that were read and wait to be looked through, or whose columns wait to be chosen. */
export async function waitingImports(tx: Tx, { staff, personIn }: WaitingFor): Promise<Waiting[]> {
  const fundIds = staff.fundIds.filter((fundId) => may(personIn(fundId).roles, 'imports:run'))
  const batches = await tx.$queryRaw<{ id: string; fundId: string; since: Date }[]>`
    select b.id, b.fund_id as "fundId", coalesce((select max(e.occurred_at) from import_event e where e.batch_id = b.id), b.occurred_at) as since
      from import_batch b
     where b.fund_id = any (${fundIds}::uuid[])
       and (import_has(b.id, 'read') or b.layout in ('own', 'own_donors') and b.columns is null) and import_run(b.id) is null
       and not exists (select from import_event e where e.batch_id = b.id and e.kind in ('committed', 'cancelled', 'unreadable'))
     order by b.recorded_at limit 20`
  return batches.map(({ id, fundId, since }) => ({
    ...{ act: 'look_at_import', to: `/admin/imports/${id}`, fundId, since },
    ...{ caseCode: null, amountCents: null, dueAt: null },
  }))
}
