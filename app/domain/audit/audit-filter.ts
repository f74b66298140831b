import { z } from 'zod'
import { isoDayField } from '#app/domain/disbursements/fields.ts'

/** What the page's filter calls a group, and how the actions in it begin: acts, and attempts that a role did not allow. */
export const groups = {
  disbursements: ['disbursement', 'disbursements', 'shared_bond', 'envelope'],
  bonds: ['bond', 'bonds', 'remittance', 'remittances'],
  requests: ['request', 'requests'],
  money: [
    'ledger',
    'suspense',
    'donations',
    'offline',
    'fund',
    'funds',
    'rule',
    'jurisdictions',
    'certificate',
    'report',
    'reports',
    'organization',
  ],
  closes: ['publication_close', 'closes'],
  updates: ['impact_update', 'updates'],
  vault: ['person', 'vault', 'legal_demand', 'demands'],
  people: ['staff', 'audit'],
  oversight: ['audit_sample', 'samples', 'incident', 'incidents'],
} as const

/** Whatever no group above names. */
const otherGroup = 'other'
export const auditGroups = [...(Object.keys(groups) as (keyof typeof groups)[]), otherGroup] as const

export const auditOutcomes = ['done', 'refused'] as const
export type AuditOutcome = (typeof auditOutcomes)[number]

export const auditSeals = ['sealed', 'waiting'] as const

const actorKinds = ['system', 'host'] as const

/** What an address may ask for. What it asks for wrongly is not asked for. */
const Asked = z.object({
  from: isoDayField.nullable().catch(null),
  to: isoDayField.nullable().catch(null),
  group: z.enum(auditGroups).nullable().catch(null),
  actor: z
    .union([z.uuid(), z.enum(actorKinds)])
    .nullable()
    .catch(null),
  fund: z.string().min(1).max(100).nullable().catch(null),
  case: z
    .string()
    .trim()
    .toUpperCase()
    .regex(/^[0-9A-Z-]{4,20}$/)
    .nullable()
    .catch(null),
  outcome: z.enum(auditOutcomes).nullable().catch(null),
  seal: z.enum(auditSeals).nullable().catch(null),
})

/** A filter as it stands in an address: strings, in an order that never changes. */
export type AuditFilter = z.output<typeof Asked>

const auditFilterNames = Object.keys(Asked.shape) as (keyof AuditFilter)[]

export const readAuditFilter = (asked: (name: string) => string | null | undefined): AuditFilter =>
  Asked.parse(Object.fromEntries(auditFilterNames.map((name) => [name, asked(name) ?? null])))

/** No filter: the whole audit. */
export const wholeAudit: AuditFilter = readAuditFilter(() => null)

export const isFiltered = (filter: AuditFilter): boolean =>
  Object.values(filter).some((value) => value !== null)

/** A filter as the search part of an address. */
export const searchOf = (filter: AuditFilter, more: Record<string, string | null> = {}): string =>
  new URLSearchParams(
    Object.entries({ ...filter, ...more }).filter((entry): entry is [string, string] => entry[1] !== null),
  ).toString()
