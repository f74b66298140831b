import { now } from '#app/platform/clock.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { Prisma } from '#prisma/generated/client.ts'
import {
  csvHeader,
  csvLine,
  type ExportEnd,
  type ExportedRow,
  type ExportFormat,
  type ExportHead,
} from './audit-export.ts'
import { type AuditFilter, isFiltered } from './audit-filter.ts'
import { type AuditReader, auditWhere, readableAudit } from './audit-where.server.ts'

const batch = 1_000

/**
 * The text of an export, part by part: never the whole in memory, never a transaction open while a browser reads. What was
 * sealed when it began comes in the order of the chain; then what waits for its seal. Rows made after it are left out.
 */
export async function* exportLines(of: {
  staff: AuditReader
  filter: AuditFilter
  format: ExportFormat
  exportId: string
}): AsyncGenerator<string> {
  const { where, head, begun } = await begin(of)
  const isCsv = of.format === 'csv'
  yield isCsv ? csvHeader : `${JSON.stringify(head)}\n`
  let rows = 0
  for (const sealed of [true, false]) {
    let after = 0n
    for (;;) {
      const found = await part({ where, upTo: begun.upTo, last: begun.last, sealed, after })
      if (found.length === 0) break
      yield found.map((row) => (isCsv ? csvLine(row) : `${JSON.stringify(row)}\n`)).join('')
      rows += found.length
      const end = found.at(-1)
      after = BigInt((sealed ? end?.seq : end?.id) ?? 0)
      if (found.length < batch) break
    }
  }
  const end: ExportEnd = { kind: 'end', rows }
  if (!isCsv) yield `${JSON.stringify(end)}\n`
}

/** Beyond every link. */
const noSeq = 9_223_372_036_854_775_807n

const begin = (of: { staff: AuditReader; filter: AuditFilter; exportId: string }) =>
  inTransaction({ scope: { kind: 'staff', fundIds: of.staff.fundIds } }, async (tx) => {
    const readable = await readableAudit(tx, of.staff)
    const made = await tx.auditExport.findUniqueOrThrow({ where: { id: of.exportId } })
    const [last] = await tx.$queryRaw<{ seq: bigint; hash: string }[]>`
      select seq, encode(hash, 'hex') as hash from audit_seal
       where seq < coalesce((select min(n.seq) from audit_seal n where n.event_id > ${made.lastEventId}), ${noSeq})
       order by seq desc limit 1`
    const head: ExportHead = {
      ...{ kind: 'homeward-audit', version: 1, exportedAt: now().toISOString(), filter: of.filter },
      whole: readable.readsAll && !isFiltered(of.filter),
      head: last ? { seq: String(last.seq), hash: last.hash } : null,
    }
    return {
      where: await auditWhere(tx, readable, of.filter),
      head,
      begun: { upTo: last?.seq ?? 0n, last: made.lastEventId },
    }
  })

type Part = { where: Prisma.Sql; upTo: bigint; last: bigint; sealed: boolean; after: bigint }

function part({ where, upTo, last, sealed, after }: Part): Promise<ExportedRow[]> {
  const which = sealed
    ? Prisma.sql`s.seq > ${after} and s.seq <= ${upTo} order by s.seq`
    : Prisma.sql`(s.seq is null or s.seq > ${upTo}) and e.id > ${after} order by e.id`
  const seal = (column: Prisma.Sql) => (sealed ? column : Prisma.sql`null`)
  return db().$queryRaw<ExportedRow[]>`
    select ${seal(Prisma.sql`s.seq::text`)} as seq, e.id::text,
           to_char(e.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "occurredAt",
           e.actor_kind as "actorKind", e.actor_id::text as "actorId", actor.name as "actorName", e.action, e.subject,
           e.subject_id as "subjectId", e.fund_id::text as "fundId", f.slug as fund, e.outcome, e.detail,
           ${seal(Prisma.sql`coalesce(encode(p.hash, 'hex'), '')`)} as previous,
           ${seal(Prisma.sql`encode(s.hash, 'hex')`)} as hash, audit_event_body(e) as body
      from audit_event e
      left join audit_seal s on s.event_id = e.id
      left join audit_seal p on p.seq = s.seq - 1
      left join staff actor on actor.id = e.actor_id
      left join fund f on f.id = e.fund_id
     where ${where} and e.id <= ${last} and ${which} limit ${batch}`
}
