import { delay } from '#app/platform/delay.ts'
import type { EmbeddedPostgres } from '#app/platform/embedded-postgres.ts'
import { EnvError } from '#app/platform/env.ts'

export type KeptDatabase = {
  /** Settles only where the database is gone for good: throws `EnvError`, which says in words what to do. */
  gone: Promise<never>
  stop(): Promise<void>
}

type Options = {
  database: Pick<EmbeddedPostgres, 'isRunning' | 'startAgain' | 'serverLog'>
  say: (line: string) => void
  /** How long it is tried to start the database again before it is given up. */
  patience?: number
}

const look = 500

/**
 * Keeps the embedded database running: one that was killed is started again, and PostgreSQL recovers from its own log what
 * was committed. Web and worker connect anew by themselves. One that cannot be started again ends everything, so that
 * whoever looks after the host hears of it.
 */
export function keepDatabase({ database, say, patience = 60_000 }: Options): KeptDatabase {
  const stopping = new AbortController()
  const { signal } = stopping
  let trying = new AbortController()

  async function keep(): Promise<void> {
    while (!signal.aborted) {
      if (!(await database.isRunning())) await bringBack()
      await delay(look, signal)
    }
  }

  async function bringBack(): Promise<void> {
    const since = performance.now()
    const seconds = () => ((performance.now() - since) / 1000).toFixed(1)
    say('The database ended; starting it again. What was committed is kept; pages say so until it is back.')
    trying = new AbortController()
    const late = setTimeout(() => trying.abort(), patience)
    while (!signal.aborted) {
      try {
        await database.startAgain(trying.signal)
        clearTimeout(late)
        say(`The database runs again after ${seconds()} s.`)
        return
      } catch {
        if (trying.signal.aborted && !signal.aborted)
          throw new EnvError(
            `The database ended and could not be started again within ${seconds()} s, so everything stops here.\n  Why is written at the end of ${database.serverLog} (a full disk is the usual cause).\n  Nothing that was committed is lost: mend the cause, then start again.`,
          )
        await delay(look, trying.signal)
      }
    }
    clearTimeout(late)
  }

  const kept = keep()
  return {
    gone: kept.then(() => new Promise<never>(() => undefined)),
    stop: async () => {
      stopping.abort()
      trying.abort()
      await kept.catch(() => undefined)
    },
  }
}
