import { AsyncLocalStorage } from 'node:async_hooks'

const pretended = new AsyncLocalStorage<Date>()

/** The one source of the current time. `occurred_at` comes from here or from Stripe; `recorded_at` from the database. */
export const now = (): Date => new Date(pretended.getStore() ?? Date.now())

/** Runs `work` as if it were another time: how the demonstration's past is told by the same verbs as its present. */
export const asOfTime = <T>(time: Date, work: () => Promise<T>): Promise<T> => pretended.run(time, work)
