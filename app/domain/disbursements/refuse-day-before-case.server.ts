import { Refusal } from '#app/domain/refusal.ts'
import type { Tx } from '#app/platform/db.ts'

/**
 * Refuses `day_is_of_its_case` for a day, as `2026-11-21`, more than a month before anything that is written of the case:
 * most often a wrong year. A birth lies sealed and is never compared with; that it lies before every day which passes
 * here is held when it is written (`writeField`).
 */
export async function refuseDayBeforeCase(
  tx: Tx,
  of: { caseCode: string; day: string; field: string },
): Promise<void> {
  const [known] = await tx.$queryRaw<{ first: string }[]>`
    select (case_came_on(${of.caseCode}) - days_before_a_case())::text as first`
  if (known && of.day < known.first) throw new Refusal('day_is_of_its_case', {}, of.field)
}
