import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { restoreBackups } from '#app/platform/backup/restore-backups.ts'
import { writeBackup } from '#app/platform/backup/write-backup.ts'
import { appRole } from '#app/platform/embedded-postgres.ts'
import { migrate } from '#prisma/migrate.ts'
import { asOwner } from '#tests/support/world.ts'

export const key = Buffer.from(process.env.BACKUP_KEY ?? '', 'base64')
export const scratch = (): Promise<string> => mkdtemp(join(tmpdir(), 'homeward-backups-'))

const made: { ownerUrl: string; name: string }[] = []
afterAll(async () => {
  for (const { ownerUrl, name } of made)
    await asOwner(ownerUrl, 'postgres', (admin) => admin.query(`drop database ${name} with (force)`))
})

/** The address of a database beside this one, as `create database` leaves it. */
export async function givenEmptyDatabase(ownerUrl: string): Promise<string> {
  const name = `restored_${randomUUID().replaceAll('-', '')}`
  await asOwner(ownerUrl, 'postgres', (admin) => admin.query(`create database ${name} template template0`))
  made.push({ ownerUrl, name })
  return ownerUrl.replace(/\/[^/?]+\?/, `/${name}?`)
}

const quietly = () => undefined

export async function givenBackups(
  ownerUrl: string,
): Promise<{ data: string; keys: string; folder: string }> {
  const folder = await scratch()
  const data = await writeBackup({ ownerUrl, key, folder, kind: 'data', say: quietly })
  const keys = await writeBackup({ ownerUrl, key, folder, kind: 'keys', say: quietly })
  return { data, keys, folder }
}

export const restoreInto = (
  ownerUrl: string,
  files: { data: string; keys: string },
  key_: Buffer = key,
): Promise<void> =>
  restoreBackups({
    ...{ ownerUrl, key: key_, files, say: quietly },
    migrate: () => migrate({ ownerUrl, appRole }),
  })

/** A digest of the rows of every table of ours; which migrations ran, but not when. */
export function digests(ownerUrl: string): Promise<Record<string, string>> {
  return asOwner(ownerUrl, null, async (owner) => {
    const { rows } = await owner.query<{ table: string }>(
      `select format('%I.%I', n.nspname, c.relname) as "table" from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind = 'r' and n.nspname in ('public', 'vault_keys', 'graphile_worker')
          and c.relname not in ('_prisma_migrations', 'migrations') order by 1`,
    )
    const found: Record<string, string> = {}
    for (const { table } of rows) {
      const all = await owner.query<{ digest: string }>(
        `select count(*) || ' ' || coalesce(md5(string_agg(${said(table)}, ';' order by ${said(table)})), '') as digest
           from ${table} t`,
      )
      found[table] = all.rows[0]?.digest ?? ''
    }
    return found
  })
}

/** The transaction of a row that is not sealed yet is of the database that it is in: it is another after a restore. */
const said = (table: string): string =>
  table === 'public.audit_event'
    ? `case when exists (select from audit_seal s where s.event_id = t.id) then t::text
            else (to_jsonb(t) - 'sealed_by')::text end`
    : 't::text'

/** Runs our code in a process of its own, with these settings; answers how it ended and all that it said. */
export function run(
  args: string[],
  settings: Record<string, string>,
): Promise<{ code: number | null; said: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      env: { ...process.env, ...settings, NODE_ENV: 'production', HOMEWARD_START: 'demonstration' },
    })
    let said = ''
    child.stdout.on('data', (chunk) => (said += chunk))
    child.stderr.on('data', (chunk) => (said += chunk))
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, said }))
  })
}
