import { sha256Hex } from '#app/platform/crypto.ts'
import type { Tx } from '#app/platform/db.ts'

export type Balance = { fundId: string; code: string; cents: bigint }

/** Every account of every fund as of a cut, in one fixed order; debit positive. */
export const balancesAsOf = (tx: Tx, cut: Date): Promise<Balance[]> =>
  tx.$queryRaw<Balance[]>`
    select fund_id::text as "fundId", code, balance_cents as cents from books_as_of(${cut}) order by fund_id, code`

/** The digest of balances and of the close before them: two closes with one hash are the same to the cent. */
export const balancesHash = (of: { cut: Date; previous: string | null; balances: Balance[] }): string =>
  sha256Hex(
    [
      of.cut.toISOString(),
      of.previous ?? '',
      ...of.balances.map(({ fundId, code, cents }) => `${fundId} ${code} ${cents}`),
    ].join('\n'),
  )

export type Obstacle = {
  what: string
  fundId: string | null
  bankAccountId: string | null
  items: bigint
  cents: bigint
}

/** What stands against closing the books, by name and figure. */
export const obstaclesTo = (tx: Tx, cut: Date): Promise<Obstacle[]> =>
  tx.$queryRaw<Obstacle[]>`
    select o.what, o.fund_id::text as "fundId", o.bank_account_id::text as "bankAccountId", o.items, o.cents
      from books_obstacles(${cut}) o order by o.what, o.fund_id, o.bank_account_id`

/** Whether the close rests on what this person alone said of the bank. */
export async function restsOnWordOf(tx: Tx, staffId: string, cut: Date): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ rests: boolean }[]>`
    select close_rests_on_word_of(${staffId}::uuid, ${cut}) as rests`
  return row?.rests ?? false
}

export async function closedThrough(tx: Tx): Promise<Date | null> {
  const [row] = await tx.$queryRaw<{ closed: Date | null }[]>`select books_closed_through() as closed`
  return row?.closed ?? null
}
