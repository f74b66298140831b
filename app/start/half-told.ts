import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { EmbeddedPostgres } from '#app/platform/embedded-postgres.ts'
import { EnvError } from '#app/platform/env.ts'

/** The file that stands in the data folder while the demonstration's story is told. */
export const halfToldIn = (data: string): string => join(data, 'story-half-told')

/**
 * A first start that was ended in the middle of its story left half of one, which would look like lost money. Nobody but the
 * story has written there yet, so it is emptied and told anew. A database that is not ours is never emptied: `EnvError` says
 * in words what to do.
 */
export async function clearHalfTold(of: {
  data: string
  database: EmbeddedPostgres | null
  say: (line: string) => void
}): Promise<void> {
  const left = halfToldIn(of.data)
  if (!existsSync(left)) return
  if (!of.database)
    throw new EnvError(
      `The first start was ended in the middle of the demonstration's story, and half of it stands in the database.\n  Empty the database of DATABASE_URL, remove ${left}, and start again.`,
    )
  of.say('The first start was ended in the middle of its story: it begins anew.')
  await of.database.empty()
  await rm(join(of.data, 'sandbox'), { recursive: true, force: true })
  await rm(left)
}
