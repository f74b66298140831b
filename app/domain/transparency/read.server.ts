import type { Queryable } from '#app/domain/ledger/check.ts'
import type { Tx } from '#app/platform/db.ts'
import type { Prisma } from '#prisma/generated/client.ts'

/** Runs one reading statement. Whole numbers come back as text, since the two drivers disagree about BIGINT. */
export type Read = <Row>(query: Prisma.Sql) => Promise<Row[]>

export const readingIn =
  (tx: Tx): Read =>
  (query) =>
    tx.$queryRaw(query)

/** For the books, which read through the plain driver. */
export const readingWith =
  (client: Queryable): Read =>
  async <Row>(query: Prisma.Sql) => {
    const { rows } = await client.query(query.text, query.values)
    return rows as Row[]
  }
