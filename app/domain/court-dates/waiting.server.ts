import { organization } from '#app/domain/organization/organization.server.ts'
import { may, type Role } from '#app/domain/staff/access.ts'
import type { Waiting } from '#app/domain/waiting.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import { openTasks } from './reads/open-tasks.server.ts'

type Of = { staff: { id: string }; personIn: (fundId: string) => { id: string; roles: readonly Role[] } }

/** Calls, questions and days about cases that wait for someone who follows bonds in their fund, and in each that shares the bond. */
export async function waitingForCases(tx: Tx, { personIn }: Of): Promise<Waiting[]> {
  const { timezone } = await organization()
  const tasks = await openTasks(tx, { at: now(), timezone })
  const partly = await servedInPart(
    tx,
    tasks.map(({ bondId }) => bondId),
  )
  return tasks
    .filter(({ fundId, bondId }) => may(personIn(fundId).roles, 'bonds:follow') && !partly.has(bondId))
    .map(({ act, bondId, fundId, caseCode, amountCents, since, dueAt }) => ({
      ...{ act, fundId, caseCode, amountCents, since, dueAt },
      to: `/admin/bonds/${bondId}/dates`,
    }))
}

/** Of these bonds the parts of a shared one that has a part in a fund which the scope does not show: every record of it would be refused. */
async function servedInPart(tx: Tx, bondIds: string[]): Promise<Set<string>> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    select b.id from bond b
      join shared_bond_part own on own.disbursement_id = b.disbursement_id
      join shared_bond s on s.id = own.shared_bond_id
     where b.id = any(${bondIds}::uuid[])
       and s.parts > (select count(*) from shared_bond_part x join bond y on y.disbursement_id = x.disbursement_id
                       where x.shared_bond_id = s.id)`
  return new Set(rows.map(({ id }) => id))
}
