import { dayOf } from '#app/domain/bonds/day-of.ts'
import { closeDemand } from '#app/domain/demands/close-demand.server.ts'
import { openDemand } from '#app/domain/demands/open-demand.server.ts'
import { addPlace } from '#app/domain/fund-places/add-place.server.ts'
import { proposeLimits } from '#app/domain/funds/propose-limits.server.ts'
import { addVersion } from '#app/domain/jurisdictions/add-version.server.ts'
import { recordReview } from '#app/domain/jurisdictions/record-review.server.ts'
import { zero } from '#app/domain/money/cents.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { openRecovery } from '#app/domain/staff/recovery/open-recovery.server.ts'
import { breakGlass } from '#app/domain/vault/emergency/break-glass.server.ts'
import { lookInEmergency } from '#app/domain/vault/emergency/look-in-emergency.server.ts'
import { reviewGlass } from '#app/domain/vault/emergency/review-glass.server.ts'
import { writeFacts } from '#app/domain/vault/write-facts.server.ts'
import { asOfTime } from '#app/platform/clock.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { addLatecomers, type DemonstrationStaff, type Person } from './people.ts'
import { wasPresent } from './was-present.ts'

const day = 86_400_000
const timezone = 'America/Chicago'

type Known = { personId: string; caseCode: string }

/**
 * What a fund meets once in years, and all of it today: a court's demand, a record opened in an emergency, a lost phone, new
 * limits that wait, and a rule about charges. Only the hold touches what others do: it is of one person.
 */
export async function seedRareDays(
  fundId: string,
  { dana, sam, kit }: DemonstrationStaff,
  today: Date,
): Promise<void> {
  const { robin, noor } = await addLatecomers(dana.fundIds)
  const [first, second, third] = await knownPeople(fundId)
  if (!first || !second || !third) throw new Error('nobody is known in the fund')
  await seedDemand(sam, first, today)
  await seedOldDemand(sam, fundId, today)
  await seedReviewedEmergency({ robin, kit }, third, today)
  await seedEmergency(robin, second)
  await seedRecovery(robin, noor)
  await seedLimits(robin, fundId)
  await seedChargeRule(fundId, { dana, sam, robin }, second)
}

/** Of whom nothing is decided yet, so that a hold or an emergency stands in nobody's way. */
const knownPeople = (fundId: string): Promise<Known[]> =>
  inTransaction(
    { scope: { kind: 'system' } },
    (tx) => tx.$queryRaw<Known[]>`
      select c.person_id as "personId", c.case_code as "caseCode" from person_case c
        join person p on p.id = c.person_id and p.fund_id = ${fundId}::uuid and p.erased_at is null
       where exists (select from person_field f where f.person_id = p.id and f.field = 'name')
         and not exists (select from disbursement d where d.case_code = c.case_code)
       order by c.recorded_at desc, c.case_code limit 3`,
  )

const seedDemand = (sam: Person, { caseCode }: Known, today: Date): Promise<string> =>
  openDemand({
    staff: sam,
    timezone,
    demand: {
      ...{ kind: 'subpoena', scope: { kind: 'person', caseCode }, counsel: 'Ada Example' },
      receivedOn: dayOf(new Date(today.getTime() - 2 * day), timezone),
      deadlineOn: dayOf(new Date(today.getTime() + 12 * day), timezone),
    },
  })

/** In spring a letter asked for the fund's figures: they are public, and with them it was over. */
async function seedOldDemand(sam: Person, fundId: string, today: Date): Promise<void> {
  const ago = (days: number) => new Date(today.getTime() - days * day)
  const demandId = await asOfTime(ago(150), () =>
    openDemand({
      staff: sam,
      timezone,
      demand: {
        ...{ kind: 'records_request', scope: { kind: 'fund', fundId }, counsel: 'Ada Example' },
        ...{ receivedOn: dayOf(ago(151), timezone), deadlineOn: dayOf(ago(130), timezone) },
      },
    }),
  )
  await asOfTime(ago(135), () => closeDemand({ staff: sam, demandId, given: ['public_figures'] }))
}

async function seedEmergency(robin: Person, { personId }: Known): Promise<void> {
  const reason = 'nobody_else_reachable'
  const stepUpId = await wasPresent(robin, boundTo.breakGlass({ personId, reason }))
  await breakGlass({ staff: robin, personId, reason, stepUpId })
  await lookInEmergency({ staff: robin, personId, fields: ['contact'] })
}

/** One of last week was looked at by Kit, who found it right. */
async function seedReviewedEmergency(
  { robin, kit }: { robin: Person; kit: Person },
  { personId }: Known,
  today: Date,
): Promise<void> {
  const reason = 'release_tonight'
  const ago = (days: number) => new Date(today.getTime() - days * day)
  const stepUpId = await wasPresent(robin, boundTo.breakGlass({ personId, reason }))
  const glassId = await asOfTime(ago(8), () => breakGlass({ staff: robin, personId, reason, stepUpId }))
  const right = { finding: 'justified', note: 'nobody_could_be_reached' } as const
  await asOfTime(ago(7), () => reviewGlass({ staff: kit, glassId, ...right }))
}

async function seedRecovery(robin: Person, noor: Person): Promise<void> {
  const of = { staffId: noor.id, reason: 'device_lost', assuredBy: 'in_person' } as const
  await openRecovery({ staff: robin, ...of, stepUpId: await wasPresent(robin, boundTo.recover(of)) })
}

async function seedLimits(robin: Person, fundId: string): Promise<void> {
  const limits = {
    steps: [
      { fromCents: 0n, approvals: 1 },
      { fromCents: 5_000_00n, approvals: 2 },
    ],
    ...{ capCents: 25_000_00n, dailyCapCents: null, expiryHours: 336 },
  }
  const stepUpId = await wasPresent(robin, boundTo.proposeLimits({ fundId, ...limits }))
  await proposeLimits({ staff: robin, fundId, limits, stepUpId })
}

/** Reviewed, so that it blocks; what is known of one person's charge is among what it excludes. */
async function seedChargeRule(
  fundId: string,
  { dana, sam, robin }: Pick<DemonstrationStaff, 'dana' | 'sam'> & { robin: Person },
  { personId }: Known,
): Promise<void> {
  await addPlace({ staff: sam, fundId, place: 'US-XX' })
  const readOn = new Date('2026-06-01')
  await addVersion({
    staff: sam,
    rule: {
      ...{ code: 'xx-charges', place: 'US-XX', kind: 'excluded_charge_class', effect: 'blocks_posting' },
      ...{ bondKind: 'court_bail', cap: zero, bondCount: null, periodDays: null },
      chargeClasses: ['violent_offense', 'felony_after_violence'],
      summary: 'A fictional place lets no fund post bail for a violent offense.',
      ...{ validFrom: readOn, validUntil: null, source: 'A fictional code, section 1', readOn },
    },
  })
  const { id: ruleId } = await db().jurisdictionRule.findFirstOrThrow({ where: { code: 'xx-charges' } })
  await recordReview({ staff: robin, ruleId, counsel: 'Ada Example', reviewedOn: new Date('2026-06-15') })
  await writeFacts({ staff: dana, personId, facts: { charge_class: 'violent_offense' } })
}
