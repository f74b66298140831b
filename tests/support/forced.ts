import type { Client } from 'pg'

/** Runs SQL as the owner of the database with every trigger of ours switched off: what nothing can hold back. */
export async function forced(owner: Client, sql: string): Promise<void> {
  const { rows } = await owner.query<{ name: string }>(`
    select distinct format('%I.%I', n.nspname, c.relname) as name from pg_trigger t join pg_class c on c.oid = t.tgrelid
      join pg_namespace n on n.oid = c.relnamespace and n.nspname in ('public', 'vault_keys') where not t.tgisinternal`)
  const each = (what: string) => rows.map(({ name }) => `alter table ${name} ${what} trigger user`).join('; ')
  await owner.query(each('disable'))
  await owner.query(sql)
  await owner.query(each('enable'))
}
