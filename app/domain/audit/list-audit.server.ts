import { fundNames } from '#app/domain/disbursements/reads/fund-names.server.ts'
import { fundsWhere, type SignedInStaff } from '#app/domain/staff/staff.ts'
import { db } from '#app/platform/db.ts'

const pageSize = 50

/** What the page's filter calls a group, and how the actions in it begin: acts, and attempts that a role did not allow. */
const groups = {
  disbursements: ['disbursement', 'disbursements', 'shared_bond'],
  bonds: ['bond', 'bonds', 'remittance', 'remittances'],
  money: ['ledger', 'suspense', 'donations', 'fund', 'funds', 'rule', 'jurisdictions', 'organization'],
  closes: ['publication_close', 'closes'],
  updates: ['impact_update', 'updates'],
  vault: ['person', 'vault', 'legal_demand', 'demands'],
  people: ['staff', 'audit'],
} as const

export type AuditGroup = keyof typeof groups
export const auditGroups = Object.keys(groups) as AuditGroup[]

export const auditOutcomes = ['done', 'refused'] as const
export type AuditOutcome = (typeof auditOutcomes)[number]

export type AuditFilter = {
  fundSlug: string | null
  /** A person's id. */
  actorId: string | null
  actorKind: 'system' | 'host' | null
  outcome: AuditOutcome | null
  group: AuditGroup | null
}

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
export async function listAudit(of: {
  staff: Pick<SignedInStaff, 'fundIds' | 'roles'>
  language: string
  filter: AuditFilter
  /** The key of the last row seen. */
  before: bigint | null
}): Promise<AuditPage> {
  const { filter, before, language } = of
  const { funds, fundIds, readsAll } = await readable(fundsWhere(of.staff, 'audit:read'))
  const prefixes: string[] | null = filter.group ? [...groups[filter.group]] : null
  const found = await db().$queryRaw<Found[]>`
    select e.id, e.actor_kind as "actorKind", actor.name as "actorName", e.action, e.subject, e.subject_id as "subjectId",
           person.name as "subjectName", e.fund_id as "fundId", e.outcome, e.detail, e.occurred_at as "occurredAt",
           s.seq as "sealedAs"
      from audit_event e
      left join audit_seal s on s.event_id = e.id
      left join staff actor on actor.id = e.actor_id
      left join staff person on e.subject = 'staff' and person.id::text = e.subject_id
      left join fund f on f.id = e.fund_id
     where (e.fund_id = any(${fundIds}::uuid[]) or (${readsAll}::boolean and (f.id is null or f.kind = 'operating')))
       and (${filter.fundSlug}::text is null or f.slug = ${filter.fundSlug})
       and (${filter.actorId}::uuid is null or e.actor_id = ${filter.actorId}::uuid)
       and (${filter.actorKind}::text is null or e.actor_kind = ${filter.actorKind})
       and (${filter.outcome}::text is null or e.outcome = ${filter.outcome})
       and (${prefixes}::text[] is null or split_part(translate(e.action, ':', '.'), '.', 1) = any(${prefixes}::text[]))
       and (${before}::bigint is null or e.id < ${before}::bigint)
     order by e.id desc limit ${pageSize + 1}`
  const shown = found.slice(0, pageSize)
  const mentioned = shown.flatMap(({ fundId }) => (fundId ? [fundId] : []))
  const names = await fundNames(db(), { fundIds: [...fundIds, ...mentioned], language })
  return {
    rows: shown.map(({ fundId, ...row }) => ({ ...row, fundName: fundId && (names.get(fundId) ?? null) })),
    older: found.length > pageSize ? String(shown.at(-1)?.id ?? '') : null,
    funds: funds.map(({ id, slug }) => ({ slug, name: names.get(id) ?? slug })),
    actors: await actorsIn(fundIds, readsAll),
  }
}

type Found = Omit<AuditRow, 'fundName'> & { fundId: string | null }

type Readable = {
  funds: { id: string; slug: string }[]
  fundIds: string[]
  /** Every fund that donors give to is among them. */
  readsAll: boolean
}

async function readable(fundIds: string[]): Promise<Readable> {
  const all = await db().fund.findMany({
    orderBy: [{ position: 'asc' }, { slug: 'asc' }],
    select: { id: true, slug: true, kind: true },
  })
  const giving = all.filter(({ kind }) => kind !== 'operating')
  return {
    funds: giving.filter(({ id }) => fundIds.includes(id)),
    fundIds,
    readsAll: giving.every(({ id }) => fundIds.includes(id)),
  }
}

/** The people whose acts this reader may see; those who have left too. */
async function actorsIn(fundIds: string[], readsAll: boolean): Promise<{ id: string; name: string }[]> {
  return db().$queryRaw<{ id: string; name: string }[]>`
    select p.id, p.name from staff p
     where exists (
       select from audit_event e left join fund f on f.id = e.fund_id
        where e.actor_id = p.id
          and (e.fund_id = any(${fundIds}::uuid[]) or (${readsAll}::boolean and (f.id is null or f.kind = 'operating'))))
     order by p.name, p.id`
}
