import type { Tx } from '#app/platform/db.ts'

export type OpenGlass = { id: string; endsAt: Date }

/** This person's own opening of the record, while its hour lasts and nobody has reviewed it. */
export async function openGlass(
  tx: Tx,
  of: { personId: string; staffId: string },
): Promise<OpenGlass | null> {
  const [glass] = await tx.$queryRaw<OpenGlass[]>`
    select id, ends_at as "endsAt" from break_glass
     where person_id = ${of.personId}::uuid and staff_id = ${of.staffId}::uuid and glass_is_open(id)
     order by recorded_at desc limit 1`
  return glass ?? null
}
