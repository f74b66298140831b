import { maskEmail } from '#app/domain/gifts/mask-email.ts'
import type { Tx } from '#app/platform/db.ts'
import type { RowProblem } from './cells.ts'
import type { Decision, Why } from './import.ts'

/** What a row was found against, in words' figures: another row, a gift, or a donor. */
export type Finding = {
  why: Why
  kind: 'row' | 'card' | 'imported' | 'donor' | ''
  /** The other row's line; else nothing. */
  line: number | null
  cents: bigint | null
  on: string | null
  name: string | null
  /** What the file says, where that is why: empty where it says nothing. */
  status: string | null
  /** The record itself, where the reader may know whose it is. */
  donorId: string | null
}

export type ImportRowLine = {
  line: number
  email: string
  name: string
  cents: bigint
  on: string | null
  problems: RowProblem[]
  findings: Finding[]
  decision: Decision | null
  /** Whose gift it was said to be, where that is someone else. */
  givenTo: string | null
  givenToId: string | null
  /** The line whose donor it is too, when both are taken: by the donor's number, else by name and postal address. */
  withLine: number | null
}

export type ImportRows = { lines: ImportRowLine[]; next: number | null }

const atOnce = 25

type Stored = Omit<ImportRowLine, 'findings' | 'withLine' | 'givenTo'> & {
  givenEmail: string | null
  givenName: string | null
  hasNumber: boolean
  findings: { why: Why; kind: Finding['kind']; ref: string }[]
}

/** Rows after a line: those that wait, or all. */
export async function importRows(
  tx: Tx,
  of: { batchId: string; show: 'waiting' | 'all'; after: number },
): Promise<ImportRows> {
  const rows = await tx.$queryRaw<Stored[]>`
    select r.line, r.email, r.name, r.amount_cents as cents, r.given_on::text as on, r.problems, r.findings, r.decision,
           d.email as "givenEmail", d.name as "givenName", d.id::text as "givenToId", r.number_token is not null as "hasNumber"
      from import_row r left join donor d on d.id = r.donor_id
     where r.batch_id = ${of.batchId}::uuid and r.line > ${of.after} and (${of.show === 'all'} or r.undecided)
     order by r.line limit ${atOnce + 1}`
  const shown = rows.slice(0, atOnce)
  const known = await knownBy(tx, shown)
  return {
    lines: shown.map(({ hasNumber, givenEmail, givenName, ...row }) => ({
      ...row,
      givenTo: row.findings.some(({ ref }) => ref === row.givenToId)
        ? givenName || maskEmail(givenEmail ?? '')
        : (givenEmail ?? givenName),
      withLine: lineOfSame(row, hasNumber ? 'same_number' : 'same_name_address'),
      findings: row.findings.map(({ why, kind, ref }) => ({
        ...{ why, kind, line: kind === 'row' ? Number(ref) : null },
        ...(known.get(ref) ?? { cents: null, on: null, name: null }),
        status: why === 'status_unclear' ? ref : null,
        donorId: kind === 'donor' && known.get(ref)?.name != null ? ref : null,
      })),
    })),
    next: rows.length > atOnce ? (shown.at(-1)?.line ?? null) : null,
  }
}

/** Of a row without an address alone: any other is of whoever has its address. */
function lineOfSame({ email, findings }: Pick<Stored, 'email' | 'findings'>, by: Why): number | null {
  const same = findings.find(({ why, kind }) => why === by && kind === 'row')
  return email === '' && same ? Number(same.ref) : null
}

type Known = { ref: string; cents: bigint | null; on: string | null; name: string | null }

/** Names only of donors whom the reader may know: a file that names an address must not tell whose it is in another fund. */
async function knownBy(tx: Tx, rows: Stored[]): Promise<Map<string, Omit<Known, 'ref'>>> {
  const refs = (kind: Finding['kind']) =>
    rows.flatMap(({ findings }) => findings.filter((one) => one.kind === kind).map(({ ref }) => ref))
  const found = await tx.$queryRaw<Known[]>`
    select p.id::text as ref, p.amount_cents as cents, local_day(p.occurred_at)::text as on,
           case when donor_in_reach(d.id) then d.name end as name
      from payment p join donor d on d.id = p.donor_id where p.id = any (${refs('card')}::uuid[])
    union all
    select g.id::text, g.amount_cents, g.given_on::text, case when donor_in_reach(d.id) then d.name end
      from imported_gift g join donor d on d.id = g.donor_id where g.id = any (${refs('imported')}::uuid[])
    union all
    select d.id::text, null, null, case when donor_in_reach(d.id) then d.name end from donor d where d.id = any (${refs('donor')}::uuid[])`
  return new Map(found.map(({ ref, ...known }) => [ref, known]))
}
