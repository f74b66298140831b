/** Anything that answers SQL: a pool, or one connection in a read-only transaction. */
export type Queryable = {
  query<Row extends Record<string, unknown>>(text: string, values?: unknown[]): Promise<{ rows: Row[] }>
}

/** One invariant as a read-only question. Answers the first row that breaks it, or null. */
export type Check = { name: string; run(db: Queryable): Promise<Record<string, unknown> | null> }

/** A check that is one query: whatever row it answers breaks the rule. */
export const sqlCheck = (name: string, sql: string): Check => ({
  name,
  run: async (db) =>
    (await db.query<Record<string, unknown>>(`select * from (${sql}) broken limit 1`)).rows[0] ?? null,
})
