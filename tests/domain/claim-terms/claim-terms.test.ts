import { beforeEach, expect, test } from 'vitest'
import { bondPage } from '#app/domain/bonds/reads/bond-page.server.ts'
import { recoveryDesk } from '#app/domain/bonds/reads/recovery-desk.server.ts'
import { recordChase } from '#app/domain/bonds/record-chase.server.ts'
import { addClaimTerm } from '#app/domain/claim-terms/add-claim-term.server.ts'
import type { NewTerm } from '#app/domain/claim-terms/claim-term-forms.ts'
import { listClaimTerms } from '#app/domain/claim-terms/list-claim-terms.server.ts'
import { reviewClaimTerm } from '#app/domain/claim-terms/review-claim-term.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { addPlace } from '#app/domain/fund-places/add-place.server.ts'
import { ConstraintViolation } from '#app/platform/constraint.ts'
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
const review = async (staff = administrator) => {
  const newest = (await listClaimTerms()).find((each) => each.place === place && !each.review)
  await reviewClaimTerm({
    ...{ staff, termId: newest?.id ?? bondId, counsel: 'Counsel Example' },
    reviewedOn: new Date('2026-07-01'),
  })
}
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
  const page = await bondPage({ bondId, staff: { ...team.intake, roles: [], language: 'en' } })
  expect(page?.suggestedLastDay).toEqual({ day: new Date('2026-03-02'), reviewed: true })

  await recordChase({
    ...{ staff: team.intake, bondId, kind: 'chased', drawnTo: null, note: 'by_phone' },
    ...{ dueOn: null, lastDay: '2026-12-24' },
  })
  expect(await onDesk()).toEqual([['2026-12-24', 'paper']])
})

test('of several places the earliest day counts, and another kind of bond has its own', async () => {
  await term()
  await addPlace({ staff: administrator, fundId: team.fundId, place: `${place}-TOWN` })
  await term({ place: `${place}-TOWN`, length: 90, unit: 'days' })
  await term({ bondKind: 'immigration_bond', length: 1, unit: 'days' })
  expect(await onDesk()).toEqual([['2026-05-01', 'unreviewed_term']])
})

test('kept by administrators, reviewed once, read in the past', async () => {
  expect(await refusalOf(addClaimTerm({ staff: team.intake, term: anyTerm() }))).toMatchObject({
    code: 'role_may_not',
  })
  expect(await refusalOf(term({ readOn: new Date('2099-01-01') }))).toMatchObject({
    code: 'received_lies_ahead',
  })
  await term()
  await expect(term()).rejects.toThrow(ConstraintViolation)
  expect(await refusalOf(review(team.intake))).toMatchObject({ code: 'role_may_not' })
  await review()
  expect(await refusalOf(review())).toMatchObject({ code: 'claim_term_unknown' })
})

const anyTerm = (): NewTerm => ({
  ...{ place, bondKind: 'court_bail', length: 1, unit: 'years', source: 'Clerk' },
  readOn: new Date('2026-06-01'),
})
