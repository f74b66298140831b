import type { Queryable } from '#app/domain/ledger/check.ts'
import { Prisma } from '#prisma/generated/client.ts'
import { type Read, readingWith } from './read.server.ts'

/** The first thing that is not as it should be; figures as text, so that it can be printed. */
export type Offence = Record<string, string | number | boolean | null>

/** Asks about one fund after the other, through the snapshot that the books opened. Answers the first offence. */
export async function askEachFund(
  client: Queryable,
  ask: (read: Read, fundId: string) => Promise<Offence | null>,
): Promise<Offence | null> {
  const read = readingWith(client)
  const funds = await read<{ id: string }>(Prisma.sql`
    select distinct fund_id::text as id from publication_close order by 1`)
  for (const { id } of funds) {
    const offence = await ask(read, id)
    if (offence) return offence
  }
  return null
}
