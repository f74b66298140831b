import { beforeAll, describe, expect, test } from 'vitest'
import { cancelDisbursement } from '#app/domain/disbursements/cancel-disbursement.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { assignmentPage } from '#app/domain/postings/assignment-page.server.ts'
import { myPosting } from '#app/domain/postings/my-posting.server.ts'
import { myPostings } from '#app/domain/postings/my-postings.server.ts'
import { withdrawAssignment } from '#app/domain/postings/withdraw-assignment.server.ts'
import { reveal } from '#app/domain/vault/reveal.server.ts'
import { inTransaction } from '#app/platform/db.ts'
import { brokenBooks } from '#tests/support/books.ts'
import {
  givenActor,
  givenPostedBond,
  givenProposal,
  givenTeam,
  payBy,
  type Team,
} from '#tests/support/given-disbursement.ts'
import {
  assign,
  givenApprovedBond,
  givenAssignedBond,
  givenPoster,
  identify,
  postBy,
  windowDetails,
} from '#tests/support/given-posting.ts'
import { refusalOf } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

let team: Team
let poster: ActingStaff
beforeAll(async () => {
  team = await givenTeam({ bank: 900_000_00n })
  poster = await givenPoster(team.fundId)
})

const mine = (staff: ActingStaff) => myPostings({ staffId: staff.id, language: 'en' })
const seen = (staff: ActingStaff, disbursementId: string) =>
  myPosting({ staffId: staff.id, disbursementId, language: 'en' })
const codeOf = async (act: Promise<unknown>) => (await refusalOf(act)).code

describe('who posts', () => {
  test('whoever was given a bond sees it, nobody else of the posters does, and its history stays', async () => {
    const other = await givenPoster(team.fundId, 'Omar Example')
    const disbursementId = await givenAssignedBond(team, poster)
    expect(await seen(poster, disbursementId)).toMatchObject({
      details: windowDetails,
      principalCeiling: 2_500_00n,
      feesCeiling: 40_00n,
      payees: ['Larkspur County Clerk'],
      posterName: 'Pia Example',
    })
    expect(await seen(other, disbursementId)).toBeNull()

    await assign(team, disbursementId, other)
    expect(await seen(poster, disbursementId)).toBeNull()
    expect(await seen(other, disbursementId)).not.toBeNull()
    await withdrawAssignment({ staff: team.treasurer, disbursementId, reason: 'not_available' })
    expect(await mine(other)).toEqual([])
    expect(
      await codeOf(withdrawAssignment({ staff: team.intake, disbursementId, reason: 'not_available' })),
    ).toBe('posting_unknown')
    expect(await assignmentPage({ staff: team.intake, disbursementId })).toMatchObject({
      posterId: null,
      details: windowDetails,
      history: [
        { poster: 'Omar Example', by: 'intake', reason: 'not_available' },
        { poster: 'Pia Example', by: 'intake', reason: 'reassigned' },
      ],
    })
  })

  test('only an approved bond is given, by someone who may, to someone who may and did not approve it', async () => {
    const disbursementId = await givenApprovedBond(team)
    const proposed = await givenProposal(team)
    const support = await givenApprovedBond(team, { kind: 'support', principal: 50_00n })
    expect(await codeOf(assign(team, proposed, poster))).toBe('posting_is_of_an_approved_bond')
    expect(await codeOf(assign(team, support, poster))).toBe('posting_is_of_an_approved_bond')
    expect(await codeOf(assign({ ...team, intake: team.approver }, disbursementId, poster))).toBe(
      'role_may_not',
    )
    expect(await codeOf(assign({ ...team, intake: poster }, disbursementId, poster))).toBe(
      'disbursement_unknown',
    )

    const stranger = await givenPoster((await givenTeam()).fundId)
    const auditor = await givenActor(team.fundId, ['auditor'])
    for (const wrong of [stranger, auditor, { id: crypto.randomUUID(), fundIds: [] }]) {
      expect(await codeOf(assign(team, disbursementId, wrong))).toBe('poster_holds_the_role')
    }
    const both = await givenActor(team.fundId, ['approver', 'poster'])
    const approved = await givenApprovedBond({ ...team, approver: both })
    expect(await codeOf(assign(team, approved, both))).toBe('poster_is_not_approver')
    const page = await assignmentPage({ staff: team.intake, disbursementId: approved })
    expect(page?.choices.map(({ id }) => id)).not.toContain(both.id)
    expect(page?.choices.map(({ id }) => id)).toEqual(expect.arrayContaining([poster.id, team.treasurer.id]))
    expect(await mine(poster)).toEqual([])
  })

  test('fifty at once leave one who posts', async () => {
    const disbursementId = await givenApprovedBond(team)
    const posters = await Promise.all(['A', 'B', 'C', 'D', 'E'].map((name) => givenPoster(team.fundId, name)))
    const all = Array.from({ length: 50 }, (_, index) =>
      assign(team, disbursementId, posters[index % posters.length] ?? poster),
    )
    await Promise.all(all)
    const sees = await Promise.all(posters.map((each) => seen(each, disbursementId)))
    expect(sees.filter(Boolean)).toHaveLength(1)
    expect(await brokenBooks()).toEqual([])
  })
})

describe('posting', () => {
  test('one of ten that are sent at once is kept; afterwards the poster sees it no longer', async () => {
    const disbursementId = await givenAssignedBond(team, poster)
    const sent = await Promise.allSettled(Array.from({ length: 10 }, () => postBy(poster, disbursementId)))
    expect(sent.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await seen(poster, disbursementId)).toBeNull()
    expect(await codeOf(postBy(poster, disbursementId))).toBe('disbursement_unknown')
    expect(await brokenBooks()).toEqual([])
  })

  test('a poster posts what is theirs, below its ceiling, and nothing else by any way', async () => {
    const disbursementId = await givenAssignedBond(team, poster)
    const unassigned = await givenApprovedBond(team)
    const other = await givenPoster(team.fundId, 'Omar Example')
    expect(await codeOf(postBy(poster, disbursementId, { principal: 2_500_01n }))).toBe(
      'principal_above_ceiling',
    )
    expect(await codeOf(postBy(other, disbursementId))).toBe('disbursement_unknown')
    expect(await codeOf(postBy(poster, unassigned))).toBe('disbursement_unknown')
    expect(await codeOf(payBy(poster, unassigned))).toBe('disbursement_unknown')
    const widened = { ...poster, fundIds: [team.fundId] }
    expect(await codeOf(payBy(widened, unassigned))).toBe('poster_pays_what_is_assigned')
    expect(await seen(poster, disbursementId)).not.toBeNull()
  })

  test('the treasurer may pay what was given to someone else; a cancelled one is gone', async () => {
    const disbursementId = await givenAssignedBond(team, poster)
    const cancelled = await givenAssignedBond(team, poster)
    await payBy(team.intake, disbursementId, { fees: 1_00n })
    await cancelDisbursement({ staff: team.intake, disbursementId: cancelled, reason: 'no_longer_needed' })
    for (const id of [disbursementId, cancelled]) {
      expect(await seen(poster, id)).toBeNull()
      expect(await codeOf(assign(team, id, poster))).toBe('posting_is_of_an_approved_bond')
    }
  })
})

test('the scope of a poster shows one disbursement, its person and nothing else of a whole fund', async () => {
  const own = await givenTeam()
  const reader = await givenPoster(own.fundId)
  const disbursementId = await givenAssignedBond(own, reader)
  const { personId } = await identify(own, disbursementId)
  await identify(own, await givenApprovedBond(own))
  await givenPostedBond(own)
  const counts = () =>
    inTransaction({ scope: { kind: 'poster', staffId: reader.id } }, async (tx) => ({
      disbursements: (await tx.disbursement.findMany()).map(({ id }) => id),
      assignments: await tx.postingAssignment.count(),
      lines: await tx.disbursementLine.count(),
      approvals: await tx.approval.count(),
      payments: await tx.disbursementPayment.count(),
      bonds: await tx.bond.count(),
      reservations: await tx.reservation.count(),
      requests: await tx.helpRequest.count(),
      demands: await tx.legalDemand.count(),
      people: (await tx.person.findMany()).map(({ id }) => id),
      cases: await tx.personCase.count(),
    }))
  const nothing = { payments: 0, bonds: 0, reservations: 0, requests: 0, demands: 0 }
  expect(await counts()).toEqual({
    ...nothing,
    ...{ disbursements: [disbursementId], assignments: 1, lines: 2, approvals: 1 },
    ...{ people: [personId], cases: 1 },
  })
  expect(await codeOf(reveal({ staff: reader, personId, fields: ['name'], reason: 'posting_bond' }))).toBe(
    'person_unknown',
  )

  await postBy(reader, disbursementId)
  expect(await counts()).toEqual({
    ...nothing,
    ...{ disbursements: [], assignments: 0, lines: 0, approvals: 0, people: [], cases: 0 },
  })
})
