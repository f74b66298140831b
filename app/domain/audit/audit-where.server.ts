import { advancesOfCase } from '#app/domain/cash/advances-of-case.server.ts'
import { fundsWhere, type SignedInStaff } from '#app/domain/staff/staff.ts'
import type { Tx } from '#app/platform/db.ts'
import { Prisma } from '#prisma/generated/client.ts'
import { type AuditFilter, groups } from './audit-filter.ts'

export type AuditReader = Pick<SignedInStaff, 'fundIds' | 'roles'>

/** What a person may read of the audit. */
export type Readable = {
  funds: { id: string; slug: string }[]
  fundIds: string[]
  /** Every fund that donors give to is among them: then also what belongs to none. */
  readsAll: boolean
}

export async function readableAudit(tx: Tx, staff: AuditReader): Promise<Readable> {
  const fundIds = fundsWhere(staff, 'audit:read')
  const all = await tx.fund.findMany({
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

/** For `e` audit_event, `s` its seal and `f` its fund: what this reader may see, and what they look for. */
export async function auditWhere(tx: Tx, readable: Readable, filter: AuditFilter): Promise<Prisma.Sql> {
  const actorKind = filter.actor === 'system' || filter.actor === 'host' ? filter.actor : null
  const { timezone } = await tx.organization.findUniqueOrThrow({ where: { id: 1 } })
  const start = (day: string) => Prisma.sql`(${day}::date::timestamp at time zone ${timezone})`
  const conditions: Prisma.Sql[] = [
    Prisma.sql`(e.fund_id = any(${readable.fundIds}::uuid[])
      or (${readable.readsAll}::boolean and (f.id is null or f.kind = 'operating')))`,
  ]
  if (filter.from) conditions.push(Prisma.sql`e.occurred_at >= ${start(filter.from)}`)
  if (filter.to)
    conditions.push(
      Prisma.sql`e.occurred_at < ((${filter.to}::date + 1)::timestamp at time zone ${timezone})`,
    )
  if (filter.fund) conditions.push(Prisma.sql`f.slug = ${filter.fund}`)
  if (actorKind) conditions.push(Prisma.sql`e.actor_kind = ${actorKind}`)
  else if (filter.actor) conditions.push(Prisma.sql`e.actor_id = ${filter.actor}::uuid`)
  if (filter.outcome) conditions.push(Prisma.sql`e.outcome = ${filter.outcome}`)
  if (filter.seal) conditions.push(Prisma.sql`(s.seq is not null) = ${filter.seal === 'sealed'}::boolean`)
  if (filter.group) conditions.push(inGroup(filter.group))
  if (filter.case)
    conditions.push(Prisma.sql`e.subject_id = any(${await subjectsOfCase(tx, filter.case)}::text[])`)
  return Prisma.join(conditions, ' and ')
}

function inGroup(group: NonNullable<AuditFilter['group']>): Prisma.Sql {
  const noun = Prisma.sql`split_part(translate(e.action, ':', '.'), '.', 1)`
  if (group === 'other') return Prisma.sql`${noun} <> all(${Object.values(groups).flat()}::text[])`
  return Prisma.sql`${noun} = any(${[...groups[group]]}::text[])`
}

/** The ids of everything that bears a case code, as this person's scope shows it. */
async function subjectsOfCase(tx: Tx, caseCode: string): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    select id::text from disbursement where case_code = ${caseCode}
    union select id::text from bond where case_code = ${caseCode}
    union select id::text from copay_offer where case_code = ${caseCode}
    union select id::text from copay_agreement where case_code = ${caseCode}
    union select p.id::text from copay_payout p join copay_agreement a on a.id = p.agreement_id where a.case_code = ${caseCode}
    union select r.id::text from copay_receipt r join copay_agreement a on a.id = r.agreement_id where a.case_code = ${caseCode}
    union select v.id::text from copay_reversal v join copay_receipt r on r.id = v.receipt_id
      join copay_agreement a on a.id = r.agreement_id where a.case_code = ${caseCode}
    union select person_id::text from person_case where case_code = ${caseCode}
    union select v.id::text from (${advancesOfCase(caseCode)}) v (id)
    union select s.shared_bond_id::text from shared_bond_part s join disbursement d on d.id = s.disbursement_id
     where d.case_code = ${caseCode}
    union select r.id::text from help_request r
     where r.code = ${caseCode} or r.id in (select k.request_id from request_case k where k.case_code = ${caseCode})`
  return rows.map(({ id }) => id)
}
