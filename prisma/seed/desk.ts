import { Temporal } from 'temporal-polyfill'
import { dayOf } from '#app/domain/bonds/day-of.ts'
import { addClaimTerm } from '#app/domain/claim-terms/add-claim-term.server.ts'
import { addCourtDate } from '#app/domain/court-dates/add-court-date.server.ts'
import { recordCaseCall } from '#app/domain/court-dates/record-case-call.server.ts'
import { setContact } from '#app/domain/court-dates/set-contact.server.ts'
import { confirmLifting } from '#app/domain/incidents/confirm-lifting.server.ts'
import { liftIncident } from '#app/domain/incidents/lift-incident.server.ts'
import { raiseIncident } from '#app/domain/incidents/raise-incident.server.ts'
import { checkMailbox } from '#app/domain/mailbox/check-mailbox.server.ts'
import { setMailbox } from '#app/domain/mailbox/set-mailbox.server.ts'
import { addPathwayDocument } from '#app/domain/pathways/add-pathway-document.server.ts'
import { endPathway } from '#app/domain/pathways/end-pathway.server.ts'
import { openPathway } from '#app/domain/pathways/open-pathway.server.ts'
import type { PathwayKind } from '#app/domain/pathways/pathway.ts'
import { recordPathwayStep } from '#app/domain/pathways/record-pathway-step.server.ts'
import { moveRequest } from '#app/domain/requests/move-request.server.ts'
import { arrangeRide } from '#app/domain/rides/arrange-ride.server.ts'
import { drawSample } from '#app/domain/samples/draw-sample.server.ts'
import { recordSeen } from '#app/domain/samples/record-seen.server.ts'
import { showOriginal } from '#app/domain/samples/show-original.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { asOfTime } from '#app/platform/clock.ts'
import { inTransaction } from '#app/platform/db.ts'
import { seedAtTheWindow } from './at-the-window.ts'
import { seedBeforePosting } from './before-posting.ts'
import { seedClaims, seedHearings } from './cases.ts'
import { seedEndedRemittances, seedPaidBack } from './ended-money.ts'
import { seedExpenses } from './expenses.ts'
import { seedFiledReport } from './filed-report.ts'
import { seedClosedNight, seedFrozenNight } from './frozen-night.ts'
import { seedFundStates } from './fund-states.ts'
import { seedFamilies, seedRemittance, seedSharedBond } from './money-of-others.ts'
import { seedMoneyOfRequests } from './money-of-requests.ts'
import { seedNights, type Tonight } from './nights.ts'
import { seedNorthsideRules } from './northside-rules.ts'
import type { DemonstrationStaff } from './people.ts'
import { seedRareDays } from './rare-days.ts'
import { seedStateStatements } from './state-statements.ts'
import { wasPresent } from './was-present.ts'
import { seedWindow } from './window.ts'

const day = 86_400_000
const timezone = 'America/Chicago'
const system = { scope: { kind: 'system' } } as const

type Fund = { id: string; slug: string }

/** What lies on the desk today: every kind of thing that waits for someone, so that a newcomer can try each. Answers tonight, which begins in a moment. */
export async function layTheDesk(funds: Fund[], staff: DemonstrationStaff, today: Date): Promise<Tonight> {
  const fund = (slug: string): string => funds.find((one) => one.slug === slug)?.id ?? ''
  const fundId = fund('community-bail')
  await seedMoneyOfRequests(fundId, staff, today)
  await seedWindow(fundId, staff, { today, caseCode: await caseOfApproved(fundId) })
  await seedAtTheWindow(fundId, staff, today)
  await seedClosedNight(fundId, staff, today)
  await seedFrozenNight({ fundId, timezone }, staff, today)
  const tonight = await seedNights(fundId, staff, today)
  await seedFamilies(fundId, staff, today)
  await seedSharedBond([fundId, fund('emergency-release')], staff, today)
  await seedPaidBack(fundId, staff, today)
  await seedEndedRemittances(fundId, staff, today)
  await seedRemittance(fundId, staff, today)
  await seedBeforePosting({ court_bail: fundId, immigration_bond: fund('immigration-bonds') }, staff, today)
  await seedExpenses(fundId, staff, today)
  await seedDates(fundId, staff, today)
  await seedHearings(fundId, staff, today)
  await seedClaims(fundId, staff, today)
  await seedPathways(fundId, staff)
  await seedPost(fundId, staff)
  await seedChecks(fundId, staff, today)
  await seedRareDays(fundId, staff, today)
  await seedStateStatements(staff)
  await seedNorthsideRules(fund('northside-bail'), staff, today)
  await seedFiledReport(fund('northside-bail'), staff)
  await seedFundStates(funds, staff, today)
  return tonight
}

/** The case of the request that somebody said yes to: it is the one that Lee posts tonight. */
const caseOfApproved = (fundId: string): Promise<string | undefined> =>
  inTransaction(system, async (tx) => {
    const approved = await tx.helpRequest.findFirst({
      where: { fundId, state: 'approved' },
      include: { requestCases: true },
    })
    return approved?.requestCases[0]?.caseCode
  })

/** Court dates near enough that someone is to be called, in the person's language. */
async function seedDates(fundId: string, { dana }: DemonstrationStaff, today: Date): Promise<void> {
  const open = await inTransaction(system, (tx) =>
    tx.bond.findMany({
      where: { fundId, state: 'active' },
      orderBy: { postedAt: 'desc' },
      take: 3,
    }),
  )
  for (const [place, { id: bondId }] of open.entries()) {
    const on = { staff: dana, bondId }
    await setContact({ ...on, wantsCalls: true, language: place === 1 ? 'es' : 'en', voicemail: false })
    const { dateId } = await addCourtDate({
      ...{ ...on, knownFrom: 'court_notice' },
      date: {
        day: Temporal.PlainDate.from(dayOf(today, timezone))
          .add({ days: [1, 6, 20][place] ?? 30 })
          .toString(),
        ...{ half: place === 0 ? 'morning' : 'afternoon', hearing: place === 0 ? 'plea' : 'status' },
        ...{ building: 'Larkspur County Court (fictional)', room: `${place + 2}B` },
      },
    })
    if (place > 0) await wishForRide(on, dateId)
    if (place === 1) await arrangeRide({ ...on, dateId, driver: 'volunteer', word: '' })
  }
}

/** They were reached before the date, and asked for a ride: one is arranged, and one still waits for a driver. */
async function wishForRide(
  on: { staff: DemonstrationStaff['dana']; bondId: string },
  dateId: string,
): Promise<void> {
  const { id: callId } = await inTransaction(system, (tx) =>
    tx.caseCall.findFirstOrThrow({ where: { dateId, doneAt: null }, orderBy: { dueAt: 'asc' } }),
  )
  await recordCaseCall({ ...on, callId, outcome: 'reached', ride: 'wanted' })
}

/** Nobody set a bond: of two ways nothing came, and of the third a lawyer is found and a letter is in hand. Of two older requests a way led out. */
async function seedPathways(fundId: string, { dana }: DemonstrationStaff): Promise<void> {
  const [newest, released, bondSet] = await inTransaction(system, (tx) =>
    tx.helpRequest.findMany({
      where: { fundId, state: 'no_bond_available' },
      orderBy: { occurredAt: 'desc' },
    }),
  )
  if (!newest || !released || !bondSet) throw new Error('too few requests wait for a bond')
  const open = async ({ id: requestId }: { id: string }, kind: PathwayKind) => {
    await openPathway({ staff: dana, requestId, kind })
    const { id } = await inTransaction(system, (tx) =>
      tx.requestPathway.findFirstOrThrow({ where: { requestId, kind } }),
    )
    return { staff: dana, requestId, pathwayId: id }
  }
  await endPathway({ ...(await open(newest, 'humanitarian')), outcome: 'refused' })
  await endPathway({ ...(await open(newest, 'hold_lifted')), outcome: 'given_up' })
  const parole = await open(newest, 'parole')
  await recordPathwayStep({ ...parole, step: 'lawyer_found' })
  await addPathwayDocument({
    ...{ ...parole, step: 'letters_of_support', kind: 'letter' },
    file: Buffer.from('%PDF-1.4\n% A letter of a fictional neighbor.\n%%EOF\n'),
  })
  await endPathway({ ...(await open(released, 'parole')), outcome: 'released' })
  await moveRequest({ staff: dana, requestId: released.id, to: 'closed', reason: null })
  await endPathway({ ...(await open(bondSet, 'litigation')), outcome: 'bond_set' })
}

async function seedPost(fundId: string, { dana, sam, kit }: DemonstrationStaff): Promise<void> {
  await setMailbox({
    ...{ staff: sam, fundId, address: 'P.O. Box 12, Larkspur (fictional)' },
    ...{ firstReader: dana.id, otherReader: kit.id },
  })
  await checkMailbox({ staff: dana, fundId, courtLetters: 2, iceLetters: 0 })
  await addClaimTerm({
    staff: sam,
    term: {
      ...{ place: 'US-XX', bondKind: 'court_bail', length: 1, unit: 'years' },
      ...{ source: 'The clerk of a fictional county', readOn: new Date('2026-06-01') },
    },
  })
}

/** An auditor drew bonds to see, and saw one of them and missed another; a month ago what goes out was stopped for a day, and two people let it go on. */
async function seedChecks(
  fundId: string,
  { dana, sam, kit }: DemonstrationStaff,
  today: Date,
): Promise<void> {
  const on = (days: number) => dayOf(new Date(today.getTime() - days * day), timezone)
  const { sampleId } = await drawSample({ staff: kit, fundId, from: on(180), to: on(0), wanted: 3 })
  for (const shows of [dana, sam]) {
    const stepUpId = await wasPresent(shows, boundTo.showOriginals(sampleId))
    await showOriginal({ staff: shows, sampleId, positions: [1], stepUpId })
  }
  const finding = { staff: kit, sampleId }
  await recordSeen({ ...finding, position: 1, result: 'seen', reason: null })
  await recordSeen({ ...finding, position: 2, result: 'not_found', reason: 'with_counsel' })
  const ago = (days: number) => new Date(today.getTime() - days * day)
  const { incidentId } = await asOfTime(ago(30), () =>
    raiseIncident({ staff: dana, fundId, reason: 'wrong_figures' }),
  )
  await asOfTime(ago(29.5), () => liftIncident({ staff: dana, incidentId }))
  await asOfTime(ago(29), () => confirmLifting({ staff: sam, incidentId }))
}
