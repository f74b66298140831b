import type { Tx } from '#app/platform/db.ts'

/** The published names of funds, by id, in the reader's language and else in English. */
export async function fundNames(
  tx: Tx,
  of: { fundIds: string[]; language: string },
): Promise<Map<string, string>> {
  const rows = await tx.$queryRaw<{ id: string; name: string }[]>`
    select distinct on (t.fund_id) t.fund_id as id, t.name
      from fund_purpose_text t join fund_purpose v on v.fund_id = t.fund_id and v.version = t.version
     where t.fund_id = any(${of.fundIds}::uuid[]) and t.language in (${of.language}, 'en') and v.effective_from <= now()
     order by t.fund_id, t.version desc, t.language = ${of.language} desc`
  return new Map(rows.map(({ id, name }) => [id, name]))
}
