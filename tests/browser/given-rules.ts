import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { addPlace } from '#app/domain/fund-places/add-place.server.ts'
import { listPlaces } from '#app/domain/fund-places/list-places.server.ts'
import { proposePlaceEnding } from '#app/domain/fund-places/propose-place-ending.server.ts'
import { addVersion } from '#app/domain/jurisdictions/add-version.server.ts'
import { recordReview } from '#app/domain/jurisdictions/record-review.server.ts'
import type { NewVersion } from '#app/domain/jurisdictions/rule-forms.ts'
import { cents } from '#app/domain/money/cents.ts'
import { dueReports } from '#app/domain/reports/due-reports.server.ts'
import { fileReport } from '#app/domain/reports/file-report.server.ts'
import { reportPath } from '#app/domain/reports/report-path.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { givenFund } from '#tests/support/given.ts'
import { givenCertificate } from '#tests/support/given-certificate.ts'
import { givenActor, givenPostedBond, type Team } from '#tests/support/given-disbursement.ts'

export const silentSlug = 'harbor-bail'

const harbor = {
  language: 'en',
  name: 'Harbor Bail Fund',
  summary: 'Posts bail in Harbor County.',
  purpose: 'To post bail for people held in Harbor County.',
}

const day = (date: string) => new Date(`${date}T00:00:00Z`)
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

const fictional = {
  ...{ place: 'US-LK', cap: cents(0n), bondCount: null, periodDays: null, bondKind: null },
  ...{ validFrom: day('2020-01-01'), validUntil: null, source: 'Code of Larkspur (fictional)' },
  ...{ summary: 'A fictional rule of Larkspur County.', readOn: day('2026-01-01') },
}

/**
 * Rules of a place that block, count and ask for reports; a certificate that ends soon and one that nobody has seen; a
 * place that is to end; a report that was filed; and a fund for which nobody may ask.
 */
export async function givenRules(team: Team, administrator: ActingStaff) {
  const { fundId } = team
  const write = (facts: Pick<NewVersion, 'code' | 'kind' | 'effect'> & Partial<NewVersion>) =>
    addVersion({ staff: administrator, rule: { ...fictional, ...facts } })
  await addPlace({ staff: administrator, fundId, place: 'US-LK' })
  await addPlace({ staff: administrator, fundId, place: 'US-LK-OLD' })
  const count = { bondCount: 99, periodDays: 180 }
  await write({ code: 'lk-count', kind: 'bonds_per_period', effect: 'warns', ...count })
  await write({ code: 'lk-paper', kind: 'certificate', effect: 'warns' })
  await write({ code: 'lk-asking', kind: 'litigation', effect: 'blocks_soliciting' })
  await write({
    ...{ code: 'lk-report', kind: 'report_due', effect: 'report_due', bondKind: 'immigration_bond' },
    ...{ period: 'per_event', withinDays: 5, figures: ['bonds_posted', 'posted_cents', 'open_cents'] },
  })
  await review(fundId, 'lk-report')
  const paper = { keeper: administrator, fundId, ruleCode: 'lk-paper' }
  await givenCertificate({ ...paper, confirmer: team.approver, number: 'LK-2026-17', until: inDays(20) })
  await givenCertificate({ ...paper, number: 'LK-2027-02', from: inDays(21) })

  const places = await inTransaction({ scope: { kind: 'staff', fundIds: [fundId] } }, listPlaces)
  const old = places.find(({ place }) => place === 'US-LK-OLD')
  await proposePlaceEnding({ staff: administrator, placeId: old?.id ?? '', reason: 'no_longer_serves' })
  return { reports: await givenReports(team), ...(await givenSilence(administrator)) }
}

/** By another administrator than who wrote it. */
async function review(fundId: string, code: string): Promise<void> {
  const staff = await givenActor(fundId, ['administrator'])
  const { id } = await db().jurisdictionRule.findFirstOrThrow({ where: { code } })
  await recordReview({ staff, ruleId: id, counsel: 'Ada Example', reviewedOn: day('2026-01-02') })
}

/** One that is filed, one that is due. */
async function givenReports(team: Team): Promise<{ filed: string; due: string }> {
  const { fundId } = team
  await givenPostedBond(team, { kind: 'immigration_bond', principal: 1_500_00n })
  const timezone = 'America/Chicago'
  const reports = await inTransaction({ scope: { kind: 'staff', fundIds: [fundId] } }, (tx) =>
    dueReports(tx, { fundIds: [fundId], at: new Date(), timezone }),
  )
  const [first, second] = reports
    .filter(({ state, rule }) => state === 'due' && rule.code === 'lk-report')
    .map(({ rule, term, bond }) => ({
      ...{ fundId, ruleId: rule.ruleId, start: term.start, caseCode: bond?.caseCode ?? null },
    }))
  if (!first || !second) throw new Error('two bonds were posted under the rule')
  const filing = { filedOn: first.start, confirmation: 'LK 26-118', timezone }
  await fileReport({ staff: team.treasurer, key: first, ...filing })
  return { filed: reportPath(first), due: reportPath(second) }
}

/** A fund whose place lets nobody ask for gifts. */
async function givenSilence(administrator: ActingStaff): Promise<{ silentId: string }> {
  const silentId = await givenFund({ slug: silentSlug, texts: [harbor] })
  await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.staffRole.create({ data: { staffId: administrator.id, fundId: silentId, role: 'administrator' } }),
  )
  const staff = { ...administrator, fundIds: [...administrator.fundIds, silentId] }
  await addPlace({ staff, fundId: silentId, place: 'US-HB' })
  const rule = { ...fictional, code: 'hb-asking', place: 'US-HB', source: 'Code of Harbor (fictional)' }
  await addVersion({ staff, rule: { ...rule, kind: 'litigation', effect: 'blocks_soliciting' } })
  await review(silentId, 'hb-asking')
  return { silentId }
}
