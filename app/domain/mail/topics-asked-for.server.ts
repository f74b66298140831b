import type { Tx } from '#app/platform/db.ts'

/** What a donor asked to hear of, at whichever of their addresses, by the topics' names in order. */
export async function topicsAskedFor(tx: Tx, { donorId }: { donorId: string }): Promise<string[]> {
  const rows = await tx.$queryRaw<{ topic: string }[]>`
    select distinct c.topic from donor_consent c
     where c.donor_id = any (donor_family(${donorId}::uuid)) and c.ended_at is null order by c.topic`
  return rows.map(({ topic }) => topic)
}
