import { organization } from '#app/domain/organization/organization.server.ts'
import { may, type Role } from '#app/domain/staff/access.ts'
import type { Waiting } from '#app/domain/waiting.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import { openTasks } from './reads/open-tasks.server.ts'

type Of = { staff: { id: string }; personIn: (fundId: string) => { id: string; roles: readonly Role[] } }

/** Calls, questions and days about cases that wait for someone who follows bonds in their fund. */
export async function waitingForCases(tx: Tx, { personIn }: Of): Promise<Waiting[]> {
  const { timezone } = await organization()
  const tasks = await openTasks(tx, { at: now(), timezone })
  return tasks
    .filter(({ fundId }) => may(personIn(fundId).roles, 'bonds:follow'))
    .map(({ act, bondId, fundId, caseCode, amountCents, since, dueAt }) => ({
      ...{ act, fundId, caseCode, amountCents, since, dueAt },
      to: `/admin/bonds/${bondId}/dates`,
    }))
}
