import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { closeDb } from '#app/platform/db.ts'
import { appRole, startEmbeddedPostgres } from '#app/platform/embedded-postgres.ts'
import { generateClient } from '#prisma/generate.ts'
import { migrate } from '#prisma/migrate.ts'
import { settings } from '#tests/support/settings.ts'

/** A database server of a row's own, which writes to disk as the real one does, and is thrown away after it. */
export type Stage = {
  ownerUrl: string
  appUrl: string
  /** Another database with all that is in this one now, for what is measured against. Answers the owner's address. */
  twin(name: string): Promise<string>
  /** The server's process, whose work is ours though it is no child of ours. */
  serverProcess: number
  /** Settings for processes that a row starts. */
  environment: Record<string, string>
  close(): Promise<void>
}

export async function openStage(): Promise<Stage> {
  generateClient()
  const folder = await mkdtemp(join(tmpdir(), 'homeward-bench-'))
  // The server runs as another user, who must reach it.
  await chmod(folder, 0o755)
  const postgres = await startEmbeddedPostgres({ folder })
  await migrate({ ownerUrl: postgres.ownerUrl, appRole })
  const environment = {
    ...settings,
    DATABASE_URL: postgres.appUrl,
    DATABASE_OWNER_URL: postgres.ownerUrl,
    STRIPE_SECRET_KEY: 'sk_test_bench',
    SENDGRID_API_KEY: 'SG.bench',
  }
  Object.assign(process.env, environment)
  const [serverProcess] = (await readFile(join(folder, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')
  return {
    ownerUrl: postgres.ownerUrl,
    appUrl: postgres.appUrl,
    environment,
    serverProcess: Number(serverProcess),
    twin: async (name) => {
      await closeDb()
      await copyDatabase(postgres.url('owner', 'postgres'), name)
      return postgres.url('owner', name)
    },
    close: async () => {
      await closeDb()
      await postgres.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function copyDatabase(adminUrl: string, name: string): Promise<void> {
  const admin = new Client({ connectionString: adminUrl })
  await admin.connect()
  await admin.query(`create database ${name} template homeward`)
  await admin.end()
}
