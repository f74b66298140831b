import { fundNames } from '#app/domain/disbursements/reads/fund-names.server.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { Prisma } from '#prisma/generated/client.ts'
import type { AuditFilter, AuditOutcome } from './audit-filter.ts'
import { type AuditReader, auditWhere, type Readable, readableAudit } from './audit-where.server.ts'

const pageSize = 50

export type AuditRow = {
  id: bigint
  actorKind: 'staff' | 'system' | 'host'
  actorName: string | null
  action: string
  subject: string
  subjectId: string
  /** Where the subject is a person of staff. */
  subjectName: string | null
  /** Null for what belongs to no one fund. */
  fundName: string | null
  outcome: AuditOutcome
  detail: Record<string, string | number | boolean>
  occurredAt: Date
  /** Its number in the sealed chain; null while it waits for the sealer. */
  sealedAs: bigint | null
}

export type AuditPage = {
  rows: AuditRow[]
  /** The key of the last row shown, where there are older ones. */
  older: string | null
  funds: { slug: string; name: string }[]
  actors: { id: string; name: string }[]
}

/**
 * What was done and what was refused, the newest first, in the funds where this person may read the audit. What belongs
 * to no donors' fund (signing in, the organization's own money) is told only to those who may read it in every one.
 */
export const listAudit = (of: {
  staff: AuditReader
  language: string
  filter: AuditFilter
  /** The key of the last row seen. */
  before: bigint | null
}): Promise<AuditPage> =>
  inTransaction({ scope: { kind: 'staff', fundIds: of.staff.fundIds } }, async (tx) => {
    const readable = await readableAudit(tx, of.staff)
    const found = await auditRows(tx, {
      where: await auditWhere(tx, readable, of.filter),
      before: of.before,
      limit: pageSize + 1,
    })
    const shown = found.slice(0, pageSize)
    const mentioned = shown.flatMap(({ fundId }) => (fundId ? [fundId] : []))
    const names = await fundNames(tx, {
      fundIds: [...readable.fundIds, ...mentioned],
      language: of.language,
    })
    return {
      rows: shown.map(({ fundId, ...row }) => ({ ...row, fundName: fundId && (names.get(fundId) ?? null) })),
      older: found.length > pageSize ? String(shown.at(-1)?.id ?? '') : null,
      funds: readable.funds.map(({ id, slug }) => ({ slug, name: names.get(id) ?? slug })),
      actors: await actorsIn(tx, readable),
    }
  })

type Found = Omit<AuditRow, 'fundName'> & { fundId: string | null }

const auditRows = (
  tx: Tx,
  of: { where: Prisma.Sql; before: bigint | null; limit: number },
): Promise<Found[]> => tx.$queryRaw<Found[]>`
  select e.id, e.actor_kind as "actorKind", actor.name as "actorName", e.action, e.subject, e.subject_id as "subjectId",
         person.name as "subjectName", e.fund_id as "fundId", e.outcome, e.detail, e.occurred_at as "occurredAt",
         s.seq as "sealedAs"
    from audit_event e
    left join audit_seal s on s.event_id = e.id
    left join staff actor on actor.id = e.actor_id
    left join staff person on e.subject = 'staff' and person.id::text = e.subject_id
    left join fund f on f.id = e.fund_id
   where ${of.where} and ${of.before === null ? Prisma.sql`true` : Prisma.sql`e.id < ${of.before}::bigint`}
   order by e.id desc limit ${of.limit}`

/** The people whose acts this reader may see; those who have left too. */
const actorsIn = (tx: Tx, { fundIds, readsAll }: Readable): Promise<{ id: string; name: string }[]> =>
  tx.$queryRaw<{ id: string; name: string }[]>`
    select p.id, p.name from staff p
     where exists (
       select from audit_event e left join fund f on f.id = e.fund_id
        where e.actor_id = p.id
          and (e.fund_id = any(${fundIds}::uuid[]) or (${readsAll}::boolean and (f.id is null or f.kind = 'operating'))))
     order by p.name, p.id`
