import { Client } from 'pg'

export type Statement = [sql: string, values: unknown[]]

/** In one transaction, with the widest scope unless told otherwise. Answers the last statement's rows. */
export async function run<Row>(url: string, statements: Statement[], scope = 'system'): Promise<Row[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    const [kind, funds = ''] = scope.split(':')
    await client.query('begin')
    await client.query(
      `select set_config('homeward.scope', $1, true), set_config('homeward.funds', $2, true)`,
      [kind, funds],
    )
    let rows: Row[] = []
    for (const [sql, values] of statements) rows = (await client.query(sql, values)).rows
    await client.query('commit')
    return rows
  } finally {
    await client.end()
  }
}

/** A ledger posting of one leg, by a source that nothing in the code knows. */
export const postSql = (
  code: string,
  debit: string,
  credit: string,
  amount: bigint,
  fundId: string,
  sourceId: string,
  sub: { debit?: string; credit?: string } = {},
): [string, unknown[]] => [
  `select post_transfers(array[$1]::uuid[], array[$2], array[$3], array[$4], array[$5], array[$6], array[$7]::bigint[],
          array['by hand'], array[$8], array[0]::smallint[], array[now()], array[null]::bigint[], array[null]::uuid[])`,
  [fundId, code, debit, sub.debit ?? '', credit, sub.credit ?? '', amount, sourceId],
]
