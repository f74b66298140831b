import type { Tx } from '#app/platform/db.ts'
import { type RevealReason, revealReasons, type TrueReason } from './reasons.ts'

/** Why one may look at a person today, in the order of a request's life, and of which of their cases each is true. */
export async function trueReasons(tx: Tx, personId: string): Promise<TrueReason[]> {
  const rows = await tx.$queryRaw<{ caseCode: string; reason: RevealReason }[]>`
    select c.case_code as "caseCode", r.reason
      from person_case c cross join lateral reasons_of_case(c.person_id, c.case_code) as r (reason)
     where c.person_id = ${personId}::uuid order by c.recorded_at, c.case_code`
  return revealReasons.flatMap((reason) => {
    const caseCodes = rows.filter((row) => row.reason === reason).map(({ caseCode }) => caseCode)
    return caseCodes.length === 0 ? [] : [{ reason, caseCodes }]
  })
}

/** Whether this is true today of one case, or, without one, of any case of the person. */
export async function isTrueReason(
  tx: Tx,
  of: { personId: string; caseCode: string | null; reason: RevealReason },
): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ holds: boolean }[]>`
    select ${of.reason} in (select reasons_of_case(${of.personId}::uuid, ${of.caseCode})) as holds`
  return row?.holds ?? false
}
