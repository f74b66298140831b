import { appRole } from '#app/platform/embedded-postgres.ts'
import { env } from '#app/platform/env.ts'
import { migrate } from '#prisma/migrate.ts'
import { withDatabase } from './with-database.ts'

type Say = (line: string) => void

/** Applies new migrations to the configured database. */
export const runMigrate = (say: Say): Promise<void> =>
  withDatabase(say, async () => {
    const role = new URL(env().DATABASE_URL).username
    const applied = await migrate({ ownerUrl: env().DATABASE_OWNER_URL ?? '', appRole: role || appRole })
    say(applied.length === 0 ? 'Nothing to apply.' : `Applied: ${applied.join(', ')}`)
  })

/** Checks every invariant by name. Sets exit code 1 where one is broken. */
export const runBooks = (say: Say): Promise<void> =>
  withDatabase(say, async () => {
    const { checkBooks } = await import('#app/domain/ledger/books.server.ts')
    const broken = await checkBooks(say)
    if (broken > 0) process.exitCode = 1
  })

/** Prints the one-time link of the first administrator. */
export const runFirstAdmin = (args: string[], say: Say): Promise<void> =>
  withDatabase(say, async () => {
    const [email, ...name] = args
    if (!email || name.length === 0) {
      say('Usage: npm run homeward -- first-admin EMAIL NAME')
      process.exitCode = 2
      return
    }
    const { createFirstAdministrator } = await import(
      '#app/domain/staff/create-first-administrator.server.ts'
    )
    const { token } = await createFirstAdministrator({ email, name: name.join(' ') })
    say(
      `Open this once, within three days, to set up a passkey or an authenticator:\n${env().APP_URL}/admin/sign-in/${token}`,
    )
  })
