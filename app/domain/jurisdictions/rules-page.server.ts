import { dayOf } from '#app/domain/bonds/day-of.ts'
import { listPlaces, type ServedPlace } from '#app/domain/fund-places/list-places.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import type { ReportFigure, ReportPeriod, ReportSchedule } from '#app/domain/reports/report.ts'
import type { ChargeClass } from '#app/domain/vault/charge-class.ts'
import { now } from '#app/platform/clock.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import type { RuleEffect, RuleKind } from './rule.ts'

export type ListedRule = {
  id: string
  code: string
  version: number
  place: string
  kind: RuleKind
  effect: RuleEffect
  bondKind: string | null
  summary: string
  capCents: bigint | null
  bondCount: number | null
  periodDays: number | null
  /** Of excluded charges: which. Empty where the rule only says it in words. */
  chargeClasses: ChargeClass[]
  validFrom: Date
  validUntil: Date | null
  source: string
  readOn: Date
  /** Null of those that come with the product. Whoever wrote it does not record its review. */
  writtenBy: { id: string; name: string } | null
  /** Null until counsel has looked at this version; with the name of who recorded it. */
  review: { counsel: string; on: Date; recordedBy: string } | null
  /** It is of a day to come. */
  isAhead: boolean
  /** Versions before this one that still hold, beside it or until it begins. */
  older: OlderVersion[]
  /** Of a report: when it is due and what it counts. */
  schedule: (ReportSchedule & { fields: ReportFigure[] }) | null
}

/** `until`: the first day on which it no longer holds, as far as that is known; null until the later one is reviewed. */
export type OlderVersion = { version: number; until: Date | null }

export type PlacedFund = { id: string; places: ServedPlace[] }

/** The latest version of every rule by place, and which of these funds fall under which place. */
export async function rulesPage(of: {
  fundIds: string[]
}): Promise<{ rules: ListedRule[]; funds: PlacedFund[] }> {
  const rows = await db().jurisdictionRule.findMany({
    distinct: ['code'],
    orderBy: [{ code: 'asc' }, { version: 'desc' }],
    omit: { recordedBy: true, recordedAt: true },
    include: {
      ruleReview: { include: { recordedByStaff: { select: { name: true } } } },
      recordedByStaff: { select: { id: true, name: true } },
    },
  })
  const today = dayOf(now(), (await organization()).timezone)
  const holding = await holdingBefore(today)
  const places = await inTransaction({ scope: { kind: 'staff', fundIds: of.fundIds } }, listPlaces)
  const schedules = await db().reportSchedule.findMany()
  return {
    rules: rows
      .map(({ ruleReview, recordedByStaff, kind, effect, ...rule }) => ({
        ...rule,
        kind: kind as RuleKind,
        effect: effect as RuleEffect,
        chargeClasses: rule.chargeClasses as ChargeClass[],
        writtenBy: recordedByStaff,
        review: ruleReview && {
          ...{ counsel: ruleReview.counsel, on: ruleReview.reviewedOn },
          recordedBy: ruleReview.recordedByStaff.name,
        },
        isAhead: rule.validFrom > new Date(`${today}T00:00:00Z`),
        older: holding
          .filter(({ code, version }) => code === rule.code && version < rule.version)
          .map(({ version, validUntil }) => ({
            version,
            until: firstOf(validUntil, ruleReview ? rule.validFrom : null),
          })),
        schedule: scheduleOf(schedules.find(({ ruleId }) => ruleId === rule.id)),
      }))
      .sort((one, other) => one.place.localeCompare(other.place)),
    funds: of.fundIds.map((id) => ({
      id,
      places: places.filter(({ fundId }) => fundId === id),
    })),
  }
}

/** The versions that hold on a day, as `2026-11-21`, as payments are judged by them. */
const holdingBefore = (today: string) =>
  db().$queryRaw<{ code: string; version: number; validUntil: Date | null }[]>`
    select r.code, r.version, r.valid_until as "validUntil" from jurisdiction_rule r
     where version_holds(r.id, ${today}::date) order by r.code, r.version`

const firstOf = (one: Date | null, other: Date | null): Date | null =>
  one && other ? (one < other ? one : other) : (one ?? other)

type Kept = Omit<ReportSchedule, 'period'> & { ruleId: string; period: string; fields: string[] }

const scheduleOf = (kept: Kept | undefined): ListedRule['schedule'] => {
  if (!kept) return null
  const { ruleId: _ruleId, ...schedule } = kept
  return { ...schedule, period: kept.period as ReportPeriod, fields: kept.fields as ReportFigure[] }
}
