import { beforeAll, expect, test } from 'vitest'
import { db } from '#app/platform/db.ts'
import * as terms from '#app/routes/admin.claim-terms/route.tsx'
import { givenTotp } from '#tests/domain/staff/given-factors.ts'
import { givenActor, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { useWorld } from '#tests/support/world.ts'
import { signedIn, visitor } from './visitor.ts'

await useWorld()

let team: Team
beforeAll(async () => {
  team = await givenTeam()
})

async function browserOf(role: 'administrator' | 'auditor' | 'approver') {
  const { id } = await givenActor(team.fundId, [role])
  await givenTotp(id)
  return signedIn(id)
}

const term = {
  ...{ act: 'term', place: 'us-xx', bondKind: 'court_bail', length: '0', unit: 'years' },
  ...{ source: 'Clerk', readOn: '2026-06-01' },
}

test('terms to claim are written by administrators, reviewed by another of the office, and read by everyone', async () => {
  const administrator = await browserOf('administrator')
  expect(await administrator.post(terms, term)).toMatchObject({
    status: 422,
    data: { values: term, errors: { length: 'malformed' } },
  })
  expect(await administrator.post(terms, { ...term, length: '2' })).toMatchObject({
    location: '/admin/claim-terms',
  })
  const { id } = await db().claimTerm.findFirstOrThrow()
  const review = { act: 'review', termId: id, counsel: 'Counsel Example', reviewedOn: '2026-05-01' }
  expect(await administrator.post(terms, review)).toMatchObject({
    status: 409,
    data: { refusal: { code: 'review_is_recorded_by_another' } },
  })
  const approver = await browserOf('approver')
  expect(await approver.get(terms)).toMatchObject({
    data: { terms: [{ isOwn: false }], mayManage: false, mayReview: true },
  })
  expect(await approver.post(terms, review)).toMatchObject({
    status: 409,
    data: { refusal: { code: 'review_comes_after_reading' } },
  })
  await approver.post(terms, { ...review, reviewedOn: '2026-07-01' })
  const auditor = await browserOf('auditor')
  expect(await auditor.get(terms)).toMatchObject({
    data: {
      terms: [{ place: 'US-XX', years: 2, review: { counsel: 'Counsel Example' } }],
      mayManage: false,
    },
  })
  expect(await auditor.post(terms, term)).toMatchObject({ status: 403 })
  expect(await visitor().get(terms)).toMatchObject({ status: 302 })
})
