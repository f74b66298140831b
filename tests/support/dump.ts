import { asOwner } from './world.ts'

/** What stands behind every `\\x…` of a text, read as letters. */
export const lettersOf = (text: string): string =>
  [...text.matchAll(/\\\\?x([0-9a-f]+)/g)]
    .map(([, hex = '']) => Buffer.from(hex, 'hex').toString('latin1'))
    .join('\n')

/** Every row of every table of every schema of ours, as text, with bytes also read as letters. */
export async function dumpOf(ownerUrl: string): Promise<Map<string, string>> {
  return asOwner(ownerUrl, null, async (owner) => {
    const { rows } = await owner.query<{ name: string }>(
      `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind in ('r', 'p', 'm') and n.nspname in ('public', 'vault_keys', 'graphile_worker')`,
    )
    const tables = new Map<string, string>()
    for (const { name } of rows) {
      const all = await owner.query<{ row: string }>(`select t::text as row from ${name} t`)
      const text = all.rows.map(({ row }) => row).join('\n')
      tables.set(name, `${text}\n${lettersOf(text)}`)
    }
    return tables
  })
}
