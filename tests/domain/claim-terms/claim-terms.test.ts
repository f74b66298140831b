import { beforeEach, expect, test } from 'vitest'
import { bondPage } from '#app/domain/bonds/reads/bond-page.server.ts'
import { recoveryDesk } from '#app/domain/bonds/reads/recovery-desk.server.ts'
import { recordChase } from '#app/domain/bonds/record-chase.server.ts'
import { addClaimTerm } from '#app/domain/claim-terms/add-claim-term.server.ts'
import type { NewTerm } from '#app/domain/claim-terms/claim-term-forms.ts'
import { listClaimTerms } from '#app/domain/claim-terms/list-claim-terms.server.ts'
import { reviewClaimTerm } from '#app/domain/claim-terms/review-claim-term.server.ts'
import { sayPlace } from '#app/domain/claim-terms/say-place.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { addPlace } from '#app/domain/fund-places/add-place.server.ts'
import { ConstraintViolation } from '#app/platform/constraint.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { timezone } from '#tests/support/given-dates.ts'
import { givenActor, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { givenDueBond } from '#tests/support/given-loss.ts'
import { refusalOf } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

let team: Team
let administrator: ActingStaff
let place: string
let bondId: string
let number = 0
beforeEach(async () => {
  team = await givenTeam()
  administrator = await givenActor(team.fundId, ['administrator'])
  number += 1
  place = `US-T${number}`
  await addPlace({ staff: administrator, fundId: team.fundId, place })
  bondId = await givenDueBond(team, { occurredAt: new Date('2026-01-31T18:00:00Z') })
})

const term = (of: Partial<NewTerm> = {}) =>
  addClaimTerm({
    staff: administrator,
    term: {
      ...{ place, bondKind: 'court_bail', length: 1, unit: 'years', source: 'Clerk of Larkspur' },
      ...{ readOn: new Date('2026-06-01'), ...of },
    },
  })
const review = async (staff = team.treasurer) => {
  const newest = (await listClaimTerms()).find((each) => each.place === place && !each.review)
  await reviewClaimTerm({
    ...{ staff, termId: newest?.id ?? bondId, counsel: 'Counsel Example' },
    reviewedOn: new Date('2026-07-01'),
  })
}
const shownPage = () => bondPage({ bondId, staff: { ...team.intake, roles: [], language: 'en' } })
const onDesk = async () => {
  const staff = { ...team.intake, language: 'en', roles: [] }
  const { rows } = await recoveryDesk({ staff, timezone, fundSlug: null, after: null })
  return rows.map(({ lastDay, lastDayFrom }) => [lastDay, lastDayFrom])
}

test('the desk suggests the place’s last day, says who checked it, and puts the court’s own paper first', async () => {
  expect(await onDesk()).toEqual([[null, null]])
  await term()
  expect(await onDesk()).toEqual([['2027-01-31', 'unreviewed_term']])
  await review()
  expect(await onDesk()).toEqual([['2027-01-31', 'term']])
  await term({ length: 30, unit: 'days', readOn: new Date('2026-06-20') })
  expect(await onDesk()).toEqual([['2027-01-31', 'term']])
  await review()
  expect(await onDesk()).toEqual([['2026-03-02', 'term']])
  const page = await shownPage()
  expect(page?.suggestedLastDay).toEqual({ day: new Date('2026-03-02'), reviewed: true, guessed: false })

  await recordChase({
    ...{ staff: team.intake, bondId, kind: 'chased', drawnTo: null, note: 'by_phone' },
    ...{ dueOn: null, lastDay: '2026-12-24' },
  })
  expect(await onDesk()).toEqual([['2026-12-24', 'paper']])
})

test('of several places the earliest day is a guess, and another kind of bond has its own', async () => {
  await term()
  await addPlace({ staff: administrator, fundId: team.fundId, place: `${place}-TOWN` })
  await term({ place: `${place}-TOWN`, length: 90, unit: 'days' })
  await term({ bondKind: 'immigration_bond', length: 1, unit: 'days' })
  expect(await onDesk()).toEqual([['2026-05-01', 'guess']])
  expect((await shownPage())?.suggestedLastDay).toEqual({
    ...{ day: new Date('2026-05-01'), reviewed: false, guessed: true },
  })
})

test('the day is by the term of the place where the bond’s own court lies, at every bond of that court', async () => {
  const [town, other] = [`${place}-TOWN`, `${place}X`]
  for (const added of [town, other]) {
    await addPlace({ staff: administrator, fundId: team.fundId, place: added })
  }
  await term()
  await term({ place: other, length: 30, unit: 'days' })
  expect(await onDesk()).toEqual([['2026-03-02', 'guess']])
  const say = (said: string, staff = team.intake) => sayPlace({ staff, bondId, place: said })
  expect(await refusalOf(say('US-ELSEWHERE'))).toMatchObject({ code: 'place_of_a_bond_is_its_funds' })
  const poster = await givenActor(team.fundId, ['poster'])
  expect(await refusalOf(say(town, poster))).toMatchObject({ code: 'role_may_not' })

  // The town has no term of its own: that of the place around it counts, and not that of a place whose name begins alike.
  await say(town)
  expect(await onDesk()).toEqual([['2027-01-31', 'unreviewed_term']])
  expect((await shownPage())?.place).toEqual({ court: town, places: [place, town, other].toSorted() })
  await term({ place: town, length: 2 })
  await review()
  expect(await onDesk()).toEqual([['2028-01-31', 'unreviewed_term']])

  await givenDueBond(team, { occurredAt: new Date('2026-01-31T18:00:00Z') })
  expect(await onDesk()).toEqual([
    ['2028-01-31', 'unreviewed_term'],
    ['2028-01-31', 'unreviewed_term'],
  ])
  await say(other)
  expect(await onDesk()).toEqual([
    ['2026-03-02', 'unreviewed_term'],
    ['2026-03-02', 'unreviewed_term'],
  ])
  await say(place)
  expect(await onDesk()).toEqual([
    ['2027-01-31', 'term'],
    ['2027-01-31', 'term'],
  ])
  expect(await brokenBooks()).toEqual([])
})

test('a place without any term leaves the cautious guess', async () => {
  await addPlace({ staff: administrator, fundId: team.fundId, place: `${place}X` })
  await term()
  await sayPlace({ staff: team.intake, bondId, place: `${place}X` })
  expect(await onDesk()).toEqual([['2027-01-31', 'guess']])
})

test('kept by administrators, reviewed once and by another, read in the past', async () => {
  expect(await refusalOf(addClaimTerm({ staff: team.intake, term: anyTerm() }))).toMatchObject({
    code: 'role_may_not',
  })
  expect(await refusalOf(term({ readOn: new Date('2099-01-01') }))).toMatchObject({
    code: 'received_lies_ahead',
  })
  await term()
  await expect(term()).rejects.toThrow(ConstraintViolation)
  expect(await refusalOf(review(team.intake))).toMatchObject({ code: 'role_may_not' })
  expect(await refusalOf(review(administrator))).toMatchObject({ code: 'review_is_recorded_by_another' })
  await review()
  expect(await refusalOf(review())).toMatchObject({ code: 'claim_term_unknown' })
})

const anyTerm = (): NewTerm => ({
  ...{ place, bondKind: 'court_bail', length: 1, unit: 'years', source: 'Clerk' },
  readOn: new Date('2026-06-01'),
})
