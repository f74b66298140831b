import { Prisma } from '#prisma/generated/client.ts'
import type { Measured } from './publish-figures.ts'
import type { Read } from './read.server.ts'

/**
 * Different people who left custody after this fund posted for them, and how many of them are new since the close
 * `sinceSeq`. Someone released twice is one person. A release that no close has counted joins this one, however long
 * ago it happened.
 */
export async function measurePeople(
  read: Read,
  of: { fundId: string; cutAt: Date; sinceSeq: number },
): Promise<{ measured: Measured; newReleases: bigint[] }> {
  const rows = await read<{ all: number; known: number; fresh: string[] }>(Prisma.sql`
    select count(distinct b.case_code)::int as all,
           count(distinct b.case_code) filter (where c.seq <= ${of.sinceSeq}::int)::int as known,
           coalesce(array_agg(s.id::text) filter (where c.seq is null), '{}') as fresh
      from bond_state_change s
      join bond b on b.id = s.bond_id
      left join closed_release r on r.change_id = s.id
      left join publication_close c on c.id = r.close_id
     where b.fund_id = ${of.fundId}::uuid and s.to_state = 'released'
       and (c.seq is not null or s.occurred_at <= ${of.cutAt}::timestamptz)`)
  const { all, known, fresh } = rows[0] ?? { all: 0, known: 0, fresh: [] }
  const events = all - known
  return {
    measured: {
      value: BigInt(all),
      cell: { events, moved: BigInt(events), largestOneBond: events > 0 ? 1n : 0n },
    },
    newReleases: fresh.map(BigInt),
  }
}
