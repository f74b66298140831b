import { resolve } from 'node:path'
import { closeDb } from '#app/platform/db.ts'
import { startEmbeddedPostgres } from '#app/platform/embedded-postgres.ts'
import { demonstrationSecrets } from '#app/platform/secrets.ts'

/** Runs a command on the configured database; without one, on the embedded one, started for it if it is not running. */
export async function withDatabase(say: (line: string) => void, work: () => Promise<void>): Promise<void> {
  const { DATABASE_URL, HOMEWARD_DATA, NODE_ENV } = process.env
  const embedded = DATABASE_URL
    ? null
    : await startEmbeddedPostgres({ folder: resolve(HOMEWARD_DATA || '.homeward'), say })
  if (embedded) {
    process.env.DATABASE_URL = embedded.appUrl
    process.env.DATABASE_OWNER_URL = embedded.ownerUrl
  }
  if (NODE_ENV !== 'production') {
    const secrets = await demonstrationSecrets(resolve(HOMEWARD_DATA || '.homeward'))
    for (const [name, value] of Object.entries(secrets)) process.env[name] ||= value
    process.env.APP_URL ||= `http://localhost:${process.env.PORT || 3000}`
  }
  try {
    await work()
  } finally {
    await closeDb()
    await embedded?.stop()
  }
}
