import { createHash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import type { ExportEnd, ExportedRow, ExportHead } from './audit-export.ts'

export type Verdict = {
  /** Rows that a link of the chain signs, and rows that waited for their seal. */
  sealed: number
  waiting: number
  whole: boolean
  /** The last link in the file. */
  last: { seq: string; hash: string } | null
  /** What is wrong first, with the line of the file where it is; null where nothing is. */
  broken: { line: number; why: Fault } | null
  /** Whether a head that was asked for, from the nightly mail, is in the file. */
  hasHead: boolean | null
}

export type Fault =
  | 'not_an_export'
  | 'not_readable'
  | 'hash_does_not_fit'
  | 'fields_do_not_fit'
  | 'row_is_missing'
  | 'order_is_wrong'
  | 'link_does_not_fit'
  | 'file_ends_early'
  | 'head_does_not_fit'
  | 'head_is_not_here'

/**
 * Verifies an exported audit without a database: every sealed row against its own hash, neighbours against each other, and a
 * whole export from the first link to the head. Stops at the first line that is wrong.
 */
export async function verifyExport(of: { lines: AsyncIterable<string>; head?: string }): Promise<Verdict> {
  const verdict: Verdict = {
    ...{ sealed: 0, waiting: 0, whole: false, last: null, broken: null },
    hasHead: of.head === undefined ? null : false,
  }
  let opened: ExportHead | null = null
  let ended = false
  let line = 0
  const wrong = (why: Fault): Verdict => ({ ...verdict, broken: { line, why } })
  for await (const text of of.lines) {
    line += 1
    const entry = read(text)
    if (!entry || ended) return wrong('not_readable')
    if (!opened) {
      if (!isHead(entry)) return wrong('not_an_export')
      opened = entry
      verdict.whole = entry.whole
    } else if (isEnd(entry)) {
      if (entry.rows !== verdict.sealed + verdict.waiting) return wrong('row_is_missing')
      ended = true
    } else {
      const fault = faultIn(entry as ExportedRow, verdict)
      if (fault) return wrong(fault)
      count(entry as ExportedRow, verdict, of.head)
    }
  }
  if (!opened) return wrong('not_an_export')
  if (!ended) return wrong('file_ends_early')
  const { head } = opened
  if (verdict.whole && (head?.hash ?? null) !== (verdict.last?.hash ?? null))
    return wrong('head_does_not_fit')
  return verdict.hasHead === false ? wrong('head_is_not_here') : verdict
}

type Entry = ExportHead | ExportedRow | ExportEnd

function read(text: string): Entry | null {
  try {
    const entry: unknown = JSON.parse(text)
    return typeof entry === 'object' && entry !== null ? (entry as Entry) : null
  } catch {
    return null
  }
}

const isHead = (entry: Entry): entry is ExportHead => 'kind' in entry && entry.kind === 'homeward-audit'
const isEnd = (entry: Entry): entry is ExportEnd => 'kind' in entry && entry.kind === 'end'

function faultIn(row: ExportedRow, { last, waiting, whole }: Verdict): Fault | null {
  if (!fieldsFit(row)) return 'fields_do_not_fit'
  if (row.seq === null) return null
  if (waiting > 0) return 'order_is_wrong'
  const seq = BigInt(row.seq)
  const before = BigInt(last?.seq ?? 0)
  if (seq <= before) return 'order_is_wrong'
  if (whole && seq !== before + 1n) return 'row_is_missing'
  const given = seq === before + 1n ? (last?.hash ?? '') : row.previous
  if (given !== row.previous) return 'link_does_not_fit'
  const hash = createHash('sha256')
    .update(Buffer.from(row.previous ?? '', 'hex'))
    .update(row.body, 'utf8')
    .digest('hex')
  return hash === row.hash ? null : 'hash_does_not_fit'
}

function count(row: ExportedRow, verdict: Verdict, head: string | undefined): void {
  if (row.seq === null || row.hash === null) {
    verdict.waiting += 1
    return
  }
  verdict.sealed += 1
  verdict.last = { seq: row.seq, hash: row.hash }
  if (head !== undefined && row.hash === head.toLowerCase()) verdict.hasHead = true
}

/** What people read of a row is what its chained text says. Names of people and funds are not chained, their ids are. */
function fieldsFit(row: ExportedRow): boolean {
  const body = read(row.body)
  if (!Array.isArray(body)) return false
  const [id, actorKind, actorId, action, subject, subjectId, fundId, outcome, detail, occurred] = body
  return (
    String(id) === row.id &&
    isDeepStrictEqual(
      [actorKind, actorId, action, subject, subjectId, fundId, outcome, detail],
      [
        row.actorKind,
        row.actorId,
        row.action,
        row.subject,
        row.subjectId,
        row.fundId,
        row.outcome,
        row.detail,
      ],
    ) &&
    Math.abs(Number(occurred) * 1_000 - Date.parse(row.occurredAt)) <= 1
  )
}
