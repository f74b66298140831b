import { may } from '#app/domain/staff/access.ts'
import type { Waiting, WaitingFor } from '#app/domain/waiting.ts'
import type { Tx } from '#app/platform/db.ts'

/** What Stripe runs and nobody here started: someone looks at Stripe what it is. It belongs to no fund; one stands for all. */
export async function waitingSchedules(tx: Tx, { staff, personIn }: WaitingFor): Promise<Waiting[]> {
  const fundId = staff.fundIds.find((id) => may(personIn(id).roles, 'schedules:ask'))
  if (!fundId) return []
  const unknown = await tx.unknownSubscription.findMany({
    where: { goneAt: null },
    orderBy: { seenAt: 'asc' },
  })
  return unknown.map(({ amountCents, recordedAt }) => ({
    act: 'unknown_schedule',
    ...{ to: '/admin/monthly', fundId, caseCode: null, amountCents, since: recordedAt, dueAt: null },
  }))
}
