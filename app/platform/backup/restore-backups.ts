import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Client } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { type BackupKind, type Closing, type Opening, schemasOf } from './manifest.ts'
import { type BackupFile, type BackupTable, walkBackup } from './read-backup.ts'
import { BackupRefused } from './refused.ts'
import { appliedTo, queueMigrationOf, tablesOf } from './write-backup.ts'

type Say = (line: string) => void
type Files = Record<BackupKind, string>
type Wanted = { ownerUrl: string; key: Buffer; files: Files; migrate: () => Promise<unknown>; say: Say }

/**
 * Fills an empty database from both backups. They are read and proved as a whole before anything is done, then loaded in
 * one transaction. Throws BackupRefused, with the database as it was.
 */
export async function restoreBackups({ ownerUrl, key, files, migrate, say }: Wanted): Promise<void> {
  const data: BackupFile = { file: files.data, key, kind: 'data' }
  const keys: BackupFile = { file: files.keys, key, kind: 'keys' }
  const client = new Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    await refuseRows(client)
    await refuseWithoutRight(client)
    const openings = [await prove(data), await prove(keys)]
    await migrate()
    for (const opening of openings) await refuseOtherMigrations(client, opening)
    await load(client, [data, keys], say)
  } finally {
    await client.end()
  }
}

/** Tables that a migration fills count too: a database that was ever set up is not empty. */
async function refuseRows(client: Client): Promise<void> {
  const { rows } = await client.query<{ table: string }>(
    `select format('%I.%I', n.nspname, c.relname) as "table" from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'r' and n.nspname = any ($1) order by 1`,
    [Object.values(schemasOf).flat()],
  )
  const full: string[] = []
  for (const { table } of rows) {
    if ((await client.query(`select from ${table} limit 1`)).rowCount) full.push(table)
  }
  if (full.length === 0) return
  const more = full.length > 3 ? ` and ${full.length - 3} more` : ''
  throw new BackupRefused(
    `A restore wants a new, empty database. This one has rows in ${full.slice(0, 3).join(', ')}${more}. Nothing was changed.`,
  )
}

/** Rows come in as they were, past what fires on new ones; Postgres asks for a right of its own for that. */
async function refuseWithoutRight(client: Client): Promise<void> {
  const { rows } = await client.query<{ may: boolean; role: string }>(
    "select has_parameter_privilege('session_replication_role', 'set') as may, current_user as role",
  )
  if (rows[0]?.may) return
  throw new BackupRefused(
    `The owner may not load rows with triggers off. As the server's administrator: grant set on parameter session_replication_role to ${rows[0]?.role}. Nothing was changed.`,
  )
}

/** Reads all of it, so that a file that is not whole stops before the database is touched. */
async function prove(backup: BackupFile): Promise<Opening> {
  let found: Opening | undefined
  await walkBackup(backup, {
    opening: async (opening) => {
      found = opening
    },
    table: async ({ rows }) => {
      for await (const bytes of rows()) void bytes
    },
  })
  if (!found) throw new BackupRefused('This backup has no opening.')
  return found
}

async function refuseOtherMigrations(client: Client, opening: Opening): Promise<void> {
  const here = new Map((await appliedTo(client)).map(({ name, checksum }) => [name, checksum]))
  const there = new Map(opening.migrations.map(({ name, checksum }) => [name, checksum]))
  const differ = [...new Set([...here.keys(), ...there.keys()])]
    .filter((name) => here.get(name) !== there.get(name))
    .map(
      (name) =>
        `${name} (${!here.has(name) ? 'only in the backup' : there.has(name) ? 'another text' : 'not in the backup'})`,
    )
  const queue = await queueMigrationOf(client)
  if (queue !== opening.queueMigration) {
    differ.push(`the job queue's ${opening.queueMigration} in the backup, ${queue} here`)
  }
  if (differ.length === 0) return
  throw new BackupRefused(
    `The backup of ${opening.kind} was made by another version: ${differ.join(', ')}. Restore it with that version into a new database, then upgrade. No rows were loaded.`,
  )
}

async function load(client: Client, backups: BackupFile[], say: Say): Promise<void> {
  await client.query('begin')
  try {
    await client.query(
      "select set_config('session_replication_role', 'replica', true), set_config('statement_timeout', '0', true)",
    )
    const tables = await Promise.all(backups.map(({ kind }) => tablesOf(client, kind)))
    // What the migrations wrote is in the backup too, as it has become since.
    await client.query(`truncate ${tables.flatMap((some) => some.map(({ table }) => table)).join(', ')}`)
    for (const backup of backups) {
      const closing = await walkBackup(backup, { table: (table) => fill(client, table, say) })
      await setSequences(client, closing)
    }
    await leaveOutKeysOfNobody(client, say)
    await destroyKeysOfTheErased(client)
    // Rows are sealed once no transaction from before them runs; here the numbers of transactions begin anew.
    await client.query(
      `update audit_event e set sealed_by = pg_current_xact_id()
        where not exists (select from audit_seal s where s.event_id = e.id)`,
    )
    // Whoever worked on a job then is not here now.
    await client.query('update graphile_worker._private_jobs set locked_at = null, locked_by = null')
    await client.query('update graphile_worker._private_job_queues set locked_at = null, locked_by = null')
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw error
  }
  await client.query('analyze')
}

async function fill(client: Client, { table, columns, rows }: BackupTable, say: Say): Promise<void> {
  const names = columns.map((column) => client.escapeIdentifier(column)).join(', ')
  const copy = client.query(copyFrom(`copy ${table} (${names}) from stdin`))
  let expected = 0
  await pipeline(
    Readable.from(
      (async function* () {
        const end = yield* rows()
        expected = end.rows
      })(),
      { objectMode: false },
    ),
    copy,
  )
  if (copy.rowCount !== expected)
    throw new BackupRefused(`${table} took ${copy.rowCount} of ${expected} rows.`)
  say(`${table}  ${expected}`)
}

async function setSequences(client: Client, { sequences }: Closing): Promise<void> {
  for (const { sequence, value, called } of sequences)
    await client.query('select setval($1::regclass, $2::bigint, $3)', [sequence, value, called])
}

/**
 * The keys are of another moment than the data. Keys of people whom the data does not have yet have nobody to belong to;
 * people whose key was destroyed since then stay unreadable.
 */
async function leaveOutKeysOfNobody(client: Client, say: Say): Promise<void> {
  const owners = [
    ['person_key', 'person_id', 'person', 'id'],
    ['person_index', 'person_id', 'person', 'id'],
    ['receipt_key', 'payment_id', 'kept_receipt', 'payment_id'],
  ] as const
  for (const [table, column, owner, id] of owners) {
    const { rowCount } = await client.query(
      `delete from vault_keys.${table} k where not exists (select from public.${owner} o where o.${id} = k.${column})`,
    )
    if (rowCount) say(`vault_keys.${table}: ${rowCount} left out, younger than the data`)
  }
  await client.query(`
    delete from vault_keys.person_index i
     where i.case_code is not null and not exists (select from public.person_case c where c.case_code = i.case_code)`)
}

/** Where the keys are the older of the two: whoever was erased in between stays erased, and is found by nothing. */
async function destroyKeysOfTheErased(client: Client): Promise<void> {
  await client.query(`
    update vault_keys.person_key k set wrapped_key = null, destroyed_at = p.erased_at from public.person p
     where p.id = k.person_id and p.erased_at is not null and k.wrapped_key is not null`)
  await client.query(`
    delete from vault_keys.person_index i using public.person p where p.id = i.person_id and p.erased_at is not null`)
  await client.query(`
    update vault_keys.receipt_key k set wrapped_key = null, destroyed_at = r.shredded_at from public.kept_receipt r
     where r.payment_id = k.payment_id and r.shredded_at is not null and k.wrapped_key is not null`)
}
