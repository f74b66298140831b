import { deleteOldKeyBackups } from '#app/platform/backup/delete-old-keys.ts'
import { BackupRefused } from '#app/platform/backup/refused.ts'
import { restoreBackups } from '#app/platform/backup/restore-backups.ts'
import { writeBackup } from '#app/platform/backup/write-backup.ts'
import { appRole } from '#app/platform/embedded-postgres.ts'
import { EnvError, env } from '#app/platform/env.ts'
import { migrate } from '#prisma/migrate.ts'
import { runBooks } from './commands.ts'
import { withDatabase } from './with-database.ts'

type Say = (line: string) => void

/** Writes the main backup: everything but the keys of people. */
export async function runBackup([folder]: string[], say: Say): Promise<void> {
  if (!folder) return usage(say, 'backup FOLDER')
  await inWords(say, async () => {
    say(`Written: ${await writeBackup({ ...owner(), folder, kind: 'data', say })}`)
  })
}

/** Writes the backup of people's keys, and deletes those that are older than 7 days. */
export async function runBackupKeys([folder]: string[], say: Say): Promise<void> {
  if (!folder) return usage(say, 'backup-keys FOLDER')
  await inWords(say, async () => {
    say(`Written: ${await writeBackup({ ...owner(), folder, kind: 'keys', say })}`)
    const { deleted, unreadable } = await deleteOldKeyBackups({ folder, key: owner().key })
    for (const name of deleted) say(`Deleted, older than 7 days: ${name}`)
    for (const name of unreadable) {
      say(`LOOK AT IT: this BACKUP_KEY does not open ${name}, so nobody knows its age. It was left.`)
      process.exitCode = 1
    }
  })
}

/** Fills an empty database from both, then says whether its books are in order. */
export async function runRestore([data, keys]: string[], say: Say): Promise<void> {
  if (!data || !keys) return usage(say, 'restore DATA_FILE KEYS_FILE')
  await inWords(say, async () => {
    const { ownerUrl, key } = owner()
    const role = decodeURIComponent(new URL(env().DATABASE_URL).username) || appRole
    await restoreBackups({
      ...{ ownerUrl, key, files: { data, keys }, say },
      migrate: () => migrate({ ownerUrl, appRole: role }),
    })
    say('Restored. The books:')
    await runBooks(say)
  })
}

function inWords(say: Say, work: () => Promise<void>): Promise<void> {
  return withDatabase(say, async () => {
    try {
      await work()
    } catch (error) {
      const missing = (error as NodeJS.ErrnoException).code === 'ENOENT'
      if (!missing && !(error instanceof BackupRefused)) throw error
      say(missing ? `There is no ${(error as NodeJS.ErrnoException).path}.` : (error as Error).message)
      process.exitCode = 1
    }
  })
}

function owner(): { ownerUrl: string; key: Buffer } {
  const { DATABASE_OWNER_URL, BACKUP_KEY } = env()
  if (!DATABASE_OWNER_URL)
    throw new EnvError('DATABASE_OWNER_URL is missing: only the owner reads every table.')
  if (!BACKUP_KEY) throw new EnvError('BACKUP_KEY is missing; it should be 32 random bytes in base64.')
  return { ownerUrl: DATABASE_OWNER_URL, key: Buffer.from(BACKUP_KEY, 'base64') }
}

function usage(say: Say, command: string): void {
  say(`Usage: npm run homeward -- ${command}`)
  process.exitCode = 2
}
