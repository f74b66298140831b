import { createHash, randomUUID } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Client } from 'pg'
import { grantAppRole } from './grants.ts'

/** The number that Prisma's own migration tool locks on, so that neither runs beside the other. */
const advisoryLock = 72707369

const migrationsFolder = fileURLToPath(new URL('./migrations', import.meta.url))

/**
 * Applies what is new, in order, each file in a transaction of its own, and renews the app role's rights.
 * Prisma's folder layout and table. A second runner waits. Throws where an applied file was edited or is gone.
 * @returns the names applied now
 */
export async function migrate(options: {
  ownerUrl: string
  appRole: string
  folder?: string
}): Promise<string[]> {
  const folder = options.folder ?? migrationsFolder
  const client = new Client({ connectionString: options.ownerUrl })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [advisoryLock])
    await client.query(migrationsTable)
    const applied = await appliedMigrations(client)
    const files = await migrationFiles(folder)
    refuseEditedHistory(applied, files)

    const fresh = files.filter((file) => !applied.has(file.name))
    for (const file of fresh) await apply(client, file)
    await grantAppRole(client, { ownerUrl: options.ownerUrl, appRole: options.appRole })
    return fresh.map((file) => file.name)
  } finally {
    await client.end()
  }
}

const migrationsTable = `
  create table if not exists _prisma_migrations (
    id varchar(36) primary key not null, checksum varchar(64) not null, finished_at timestamptz,
    migration_name varchar(255) not null, logs text, rolled_back_at timestamptz,
    started_at timestamptz not null default now(), applied_steps_count integer not null default 0)`

type MigrationFile = { name: string; sql: string; checksum: string }

async function migrationFiles(folder: string): Promise<MigrationFile[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  return Promise.all(
    names.sort().map(async (name) => {
      const sql = await readFile(join(folder, name, 'migration.sql'), 'utf8')
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
    }),
  )
}

async function appliedMigrations(client: Client): Promise<Map<string, string>> {
  const { rows } = await client.query<{ migration_name: string; checksum: string }>(
    'select migration_name, checksum from _prisma_migrations where finished_at is not null and rolled_back_at is null',
  )
  return new Map(rows.map((row) => [row.migration_name, row.checksum]))
}

function refuseEditedHistory(applied: Map<string, string>, files: MigrationFile[]): void {
  for (const [name, checksum] of applied) {
    const file = files.find((candidate) => candidate.name === name)
    if (!file) throw new Error(`Migration ${name} was applied to this database but its file is missing.`)
    if (file.checksum !== checksum) {
      throw new Error(
        `Migration ${name} was edited after it was applied. Restore the file and write a new migration.`,
      )
    }
  }
}

async function apply(client: Client, file: MigrationFile): Promise<void> {
  await client.query('begin')
  try {
    await client.query(file.sql)
    await client.query(
      `insert into _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
       values ($1, $2, $3, now(), 1)`,
      [randomUUID(), file.checksum, file.name],
    )
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw new Error(`Migration ${file.name} failed; nothing of it was kept.`, { cause: error })
  }
}
