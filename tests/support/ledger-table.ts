import type { World } from './world.ts'
import { asOwner } from './world.ts'

/**
 * The whole ledger as a text table, so that a story can be reviewed by anyone who reads accounts.
 * With several funds, each row begins with its fund's slug.
 */
export async function ledgerTable(world: World): Promise<string> {
  const { rows } = await asOwner(world.ownerUrl, null, (client) =>
    client.query<{ fund: string; code: string; debit: string; credit: string; cents: string }>(`
      select f.slug as fund, t.code, d.code as debit, c.code as credit, t.amount_cents as cents
        from ledger_transfer t join fund f on f.id = t.fund_id
        join ledger_account d on d.id = t.debit_account_id join ledger_account c on c.id = t.credit_account_id
       order by t.id`),
  )
  const several = new Set(rows.map((row) => row.fund)).size > 1
  const table = rows.map((row) => [
    ...(several ? [row.fund] : []),
    row.code,
    row.debit,
    row.credit,
    dollars(BigInt(row.cents)),
  ])
  return layOut([[...(several ? ['fund'] : []), 'code', 'debit', 'credit', 'amount'], ...table])
}

/** Columns padded, the last one (amounts) aligned right. */
export function layOut(table: string[][]): string {
  const widths = (table[0] ?? []).map((_, column) =>
    Math.max(...table.map((row) => row[column]?.length ?? 0)),
  )
  return table
    .map((row) =>
      row
        .map((cell, column) =>
          column === row.length - 1 ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
        )
        .join('  '),
    )
    .join('\n')
}

function dollars(cents: bigint): string {
  const sign = cents < 0n ? '-' : ''
  const whole = cents < 0n ? -cents : cents
  return `${sign}$${(whole / 100n).toLocaleString('en-US')}.${String(whole % 100n).padStart(2, '0')}`
}
