import { handleEvent } from './handle-event.server.ts'

/**
 * What came in one commit, event by event. One that fails does not stand in the way of the others: all are tried, and the
 * failure comes at the end, so that the job runs again.
 */
export async function handleEvents({ eventIds }: { eventIds: string[] }): Promise<void> {
  const failures: unknown[] = []
  for (const eventId of eventIds) {
    try {
      await handleEvent(eventId)
    } catch (error) {
      failures.push(error)
    }
  }
  if (failures.length > 0)
    throw new AggregateError(failures, `${failures.length} events could not be handled`)
}
