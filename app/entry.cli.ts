import { EnvError } from '#app/platform/env.ts'
import { generateClient } from '#prisma/generate.ts'

// Prisma queues queries on one connection, which its driver calls deprecated: nothing that a host could mend.
process.noDeprecation = true

/** Every command is loaded on its own, so that `start` does not wait for what `books` needs. */
const commands: Record<string, (args: string[]) => Promise<void>> = {
  start: async () => (await import('#app/start/start.ts')).start({ dev: false, say }),
  dev: async () => (await import('#app/start/start.ts')).start({ dev: true, say }),
  migrate: async () => (await import('#app/start/commands.ts')).runMigrate(say),
  books: async () => (await import('#app/start/commands.ts')).runBooks(say),
  backup: async (args) => (await import('#app/start/backup.ts')).runBackup(args, say),
  'backup-keys': async (args) => (await import('#app/start/backup.ts')).runBackupKeys(args, say),
  restore: async (args) => (await import('#app/start/backup.ts')).runRestore(args, say),
  'verify-audit': async (args) => (await import('#app/start/verify-audit.ts')).runVerifyAudit(args, say),
  recover: async (args) => (await import('#app/start/recover.ts')).runRecover(args, say),
  'first-admin': async (args) => (await import('#app/start/commands.ts')).runFirstAdmin(args, say),
}

const [name = '', ...args] = process.argv.slice(2)
const command = commands[name]
if (!command) {
  say(`Commands: ${Object.keys(commands).join(' · ')}`)
  process.exit(2)
}
try {
  // Before anything that imports it: in a fresh clone the database client does not exist yet.
  generateClient()
  await command(args)
  process.exit(process.exitCode ?? 0)
} catch (error) {
  say(
    error instanceof EnvError
      ? error.message
      : error instanceof Error
        ? (error.stack ?? error.message)
        : String(error),
  )
  process.exit(1)
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
