import { inTransaction } from '#app/platform/db.ts'
import type { ScheduleState } from './record-subscription.server.ts'
import { type ScheduleFacts, scheduleFacts } from './schedule-facts.server.ts'
import { scheduleOfToken } from './schedule-link.ts'

export type MonthlyGift = Omit<ScheduleFacts, 'email' | 'donorId'> & {
  id: string
  state: ScheduleState
  startedAt: Date
  endedAt: Date | null
}

/** The monthly gift that a signed link stands for. Null for a link that was made up. */
export async function monthlyGift(token: string): Promise<MonthlyGift | null> {
  const id = scheduleOfToken(token)
  if (!id) return null
  return inTransaction({ scope: { kind: 'donor' } }, async (tx) => {
    const schedule = await tx.recurringDonation.findUnique({ where: { id } })
    if (!schedule) return null
    const { email: _email, donorId: _donorId, ...facts } = await scheduleFacts(tx, id)
    return {
      ...facts,
      id,
      state: schedule.state as ScheduleState,
      startedAt: schedule.startedAt,
      endedAt: schedule.endedAt,
    }
  })
}
