import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { Client } from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { now } from '#app/platform/clock.ts'
import { type BackupKind, bookkeeping, type Opening, schemasOf, type TableEnd } from './manifest.ts'
import { record } from './records.ts'
import { sealing } from './seal-stream.ts'

type Wanted = { ownerUrl: string; key: Buffer; folder: string; kind: BackupKind; say: (line: string) => void }

/**
 * Writes one backup, as the database was at one moment, to a file that is there only when it is whole. Holds no more than
 * some chunks of it in memory. Answers the file.
 */
export async function writeBackup({ ownerUrl, key, folder, kind, say }: Wanted): Promise<string> {
  const takenAt = now()
  const stamp = takenAt.toISOString().replaceAll(/[:.]/g, '')
  const file = join(folder, `homeward-${kind}-${stamp}.backup`)
  const unfinished = `${file}.unfinished`
  const client = new Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await client.query('begin isolation level repeatable read read only')
    await client.query("select set_config('statement_timeout', '0', true)")
    await pipeline(
      contents(client, kind, takenAt, say),
      createGzip(),
      sealing(key, kind),
      createWriteStream(unfinished, { flags: 'wx', mode: 0o600 }),
    )
    await onDisk(unfinished)
    await rename(unfinished, file)
    return file
  } catch (error) {
    await rm(unfinished, { force: true })
    throw error
  } finally {
    await client.end()
  }
}

async function* contents(client: Client, kind: BackupKind, takenAt: Date, say: Wanted['say']) {
  yield record('opening', await opening(client, kind, takenAt))
  const ended: TableEnd[] = []
  for (const { table, columns } of await tablesOf(client, kind)) {
    yield record('start', { table, columns })
    const names = columns.map((column) => client.escapeIdentifier(column)).join(', ')
    const rows = client.query(copyTo(`copy ${table} (${names}) to stdout`))
    const digest = createHash('sha256')
    for await (const bytes of rows as AsyncIterable<Buffer>) {
      digest.update(bytes)
      yield record('rows', bytes)
    }
    const end = { table, rows: rows.rowCount, sha256: digest.digest('hex') }
    ended.push(end)
    say(`${table}  ${end.rows}`)
    yield record('end', end)
  }
  yield record('closing', { tables: ended, sequences: await sequencesOf(client, kind) })
}

async function opening(client: Client, kind: BackupKind, takenAt: Date): Promise<Opening> {
  return {
    version: 1,
    kind,
    takenAt: takenAt.toISOString(),
    migrations: await appliedTo(client),
    queueMigration: await queueMigrationOf(client),
  }
}

export async function appliedTo(client: Client): Promise<Opening['migrations']> {
  const { rows } = await client.query<{ name: string; checksum: string }>(
    `select migration_name as name, checksum from _prisma_migrations
      where finished_at is not null and rolled_back_at is null order by migration_name`,
  )
  return rows
}

export async function queueMigrationOf(client: Client): Promise<number> {
  const { rows } = await client.query<{ id: number }>('select max(id) as id from graphile_worker.migrations')
  return rows[0]?.id ?? 0
}

/** Columns that the database computes are left to it. */
export async function tablesOf(
  client: Client,
  kind: BackupKind,
): Promise<{ table: string; columns: string[] }[]> {
  const { rows } = await client.query<{ table: string; columns: string[] }>(
    `select format('%I.%I', n.nspname, c.relname) as "table", array_agg(a.attname::text order by a.attnum) as columns
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
       join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
      where c.relkind = 'r' and n.nspname = any ($1) and format('%I.%I', n.nspname, c.relname) <> all ($2)
      group by n.nspname, c.relname order by n.nspname, c.relname`,
    [schemasOf[kind], bookkeeping],
  )
  return rows
}

/** Read after the rows: numbers that were given meanwhile are skipped after a restore rather than given twice. */
async function sequencesOf(client: Client, kind: BackupKind) {
  const { rows } = await client.query<{ sequence: string }>(
    `select format('%I.%I', schemaname, sequencename) as sequence from pg_sequences
      where schemaname = any ($1) order by 1`,
    [schemasOf[kind]],
  )
  const sequences = []
  for (const { sequence } of rows) {
    const state = await client.query<{ value: string; called: boolean }>(
      `select last_value as value, is_called as called from ${sequence}`,
    )
    sequences.push({ sequence, ...state.rows[0] })
  }
  return sequences
}

async function onDisk(file: string): Promise<void> {
  const handle = await open(file, 'r+')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
