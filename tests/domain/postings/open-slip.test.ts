import { beforeAll, expect, test } from 'vitest'
import { newCaseCode } from '#app/domain/disbursements/case-code.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { takeTurn } from '#app/domain/on-call/take-turn.server.ts'
import { assignPoster } from '#app/domain/postings/assign-poster.server.ts'
import { assignmentPage } from '#app/domain/postings/assignment-page.server.ts'
import { openSlip } from '#app/domain/postings/slip/open-slip.server.ts'
import { slipFieldsOf } from '#app/domain/postings/slip/slip-fields.ts'
import { erasePerson } from '#app/domain/vault/erase-person.server.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { known } from '#tests/domain/vault/given-person.ts'
import { givenActor, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import {
  assign,
  givenApprovedBond,
  givenAssignedBond,
  givenPoster,
  identify,
  identity,
  postBy,
  windowDetails,
} from '#tests/support/given-posting.ts'
import { givenActorIn } from '#tests/support/given-shared-bond.ts'
import { refusalOf } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

let team: Team
let poster: ActingStaff
beforeAll(async () => {
  team = await givenTeam({ bank: 900_000_00n })
  poster = await givenPoster(team.fundId)
})

const open = (staff: ActingStaff, disbursementId: string) =>
  openSlip({ staff, disbursementId, language: 'en' })
const codeOf = async (act: Promise<unknown>) => (await refusalOf(act)).code

test('it holds all that the window asks for, and the look is kept before it is shown', async () => {
  const disbursementId = await givenAssignedBond(team, poster)
  const { personId } = await identify(team, disbursementId)
  const hour = 60 * 60_000
  const turn = (staff: ActingStaff, from: number, phone: string) =>
    takeTurn({
      ...{ staff, fundId: team.fundId, phone },
      startsAt: new Date(Date.now() + from * hour),
      endsAt: new Date(Date.now() + (from + 5) * hour),
    })
  await turn(team.approver, 0, '+1 555 0123')
  await turn(team.treasurer, 24, '+1 555 0124')
  await turn(team.treasurer, 100, '+1 555 0125')

  for (const [staff, name] of [
    [poster, 'Pia Example'],
    [team.treasurer, 'treasurer and approver'],
  ] as const) {
    expect(await open(staff, disbursementId)).toMatchObject({
      person: identity,
      details: windowDetails,
      venue: 'Larkspur County Court',
      payees: ['Larkspur County Clerk'],
      principalCeiling: 2_500_00n,
      feesCeiling: 40_00n,
      posterName: 'Pia Example',
      openedBy: name,
      onCall: [{ phone: '+1 555 0123' }, { phone: '+1 555 0124' }],
    })
  }
  const looks = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.personReveal.findMany({ where: { personId }, orderBy: { id: 'asc' } }),
  )
  expect(looks.map(({ staffId, reason, fields }) => ({ staffId, reason, fields }))).toEqual(
    [poster.id, team.treasurer.id].map((staffId) => ({
      ...{ staffId, reason: 'posting_bond', fields: [...slipFieldsOf('court_bail')] },
    })),
  )
  const audit = await db().auditEvent.findMany({
    where: { action: 'slip.opened', subjectId: disbursementId },
  })
  expect(audit).toHaveLength(2)
  expect(JSON.stringify(audit, (_, value) => (typeof value === 'bigint' ? `${value}` : value))).not.toContain(
    'Rosa',
  )
})

test('it is refused, and opens nothing, without a person, a poster, a role or an approval', async () => {
  const disbursementId = await givenApprovedBond(team)
  expect(await codeOf(open(team.intake, disbursementId))).toBe('slip_needs_a_poster')
  await assign(team, disbursementId, poster)
  expect(await codeOf(open(poster, disbursementId))).toBe('slip_needs_a_person')
  expect(await codeOf(open(team.approver, disbursementId))).toBe('role_may_not')
  const other = await givenPoster(team.fundId, 'Omar Example')
  expect(await codeOf(open(other, disbursementId))).toBe('disbursement_unknown')
  const refused = await db().auditEvent.findMany({
    where: { action: 'slip.opened', subjectId: disbursementId, outcome: 'refused' },
  })
  expect(refused).toHaveLength(3)

  await identify(team, disbursementId)
  await postBy(poster, disbursementId)
  expect(await codeOf(open(poster, disbursementId))).toBe('disbursement_unknown')
  expect(await codeOf(open(team.treasurer, disbursementId))).toBe('posting_is_of_an_approved_bond')
})

test('whom another fund keeps: who serves one of the funds is told so, and who serves both opens the slip', async () => {
  const keeper = await givenTeam()
  const caseCode = newCaseCode()
  const { personId } = await identify(keeper, await givenApprovedBond(keeper, { caseCode }))
  const disbursementId = await givenApprovedBond(team, { caseCode })
  const pia = await givenPoster(team.fundId)
  await assign(team, disbursementId, pia)
  const looks = () =>
    inTransaction({ scope: { kind: 'system' } }, (tx) =>
      tx.personReveal.findMany({ where: { personId }, select: { staffId: true }, orderBy: { id: 'asc' } }),
    )
  const serveIn = (staff: ActingStaff, role: string) =>
    inTransaction({ scope: { kind: 'system' } }, (tx) =>
      tx.staffRole.create({ data: { staffId: staff.id, fundId: keeper.fundId, role } }),
    )

  expect(await assignmentPage({ staff: team.intake, disbursementId })).toMatchObject({
    ...{ lacking: [], elsewhere: true },
  })
  const reader = await givenActor(team.fundId, ['intake'])
  await serveIn(reader, 'auditor')
  const auditing = { ...reader, fundIds: [team.fundId, keeper.fundId] }
  for (const staff of [pia, team.intake, auditing]) {
    expect(await codeOf(open(staff, disbursementId))).toBe('slip_person_of_another_fund')
  }
  for (const intake of [team.intake, auditing]) {
    expect(await codeOf(identify({ ...team, intake }, disbursementId))).toBe('slip_person_of_another_fund')
  }
  expect(await looks()).toEqual([])

  await serveIn(pia, 'poster')
  const both = await givenActorIn([team.fundId, keeper.fundId], ['intake'])
  for (const staff of [pia, both]) {
    expect(await open(staff, disbursementId)).toMatchObject({ person: identity, caseCode })
  }
  expect(await looks()).toEqual([{ staffId: pia.id }, { staffId: both.id }])
  expect(await identify({ ...team, intake: both }, disbursementId, { docket: '26-CR-0044' })).toEqual({
    personId,
  })
  expect(await assignmentPage({ staff: both, disbursementId })).toMatchObject({ elsewhere: false })
  const audit = await db().auditEvent.findMany({ where: { action: 'person.revealed', subjectId: personId } })
  expect(audit.map(({ fundId }) => fundId)).toEqual([keeper.fundId, keeper.fundId])
})

test('the slip of an immigration bond has the A-number and where ICE takes it, and nothing of a court', async () => {
  const disbursementId = await givenApprovedBond(team, { kind: 'immigration_bond' })
  const details = { ...windowDetails, way: 'cebonds' } as const
  await assignPoster({ staff: team.intake, disbursementId, posterId: poster.id, details })
  const ofIce = {
    ...{ name: 'Rosa Quillfeather', birth_date: '1990-04-02', a_number: 'A 044 771 902' },
    ...{ facility: 'Larkspur Detention', post_under: 'Larkspur Fund', attorney_phone: '+1 555 0177' },
  }
  await identify(team, disbursementId, { ...identity, ...ofIce })

  const slip = await open(poster, disbursementId)
  expect(slip.person).toEqual(ofIce)
  expect(slip.details).toEqual(details)
  const court = await givenAssignedBond(team, poster)
  await identify(team, court, { ...identity, a_number: 'A 044 771 902' })
  expect((await open(poster, court)).person).toEqual(identity)
})

test('what is not known is left for the hand', async () => {
  const disbursementId = await givenAssignedBond(team, poster)
  await identify(team, disbursementId, { name: 'Rosa Quillfeather' })
  expect((await open(poster, disbursementId)).person).toMatchObject({
    name: 'Rosa Quillfeather',
    docket: null,
  })
})

test('whom a case is about: by name at first, then what is new, and one person however many enter it', async () => {
  const disbursementId = await givenApprovedBond(team)
  expect(await codeOf(identify(team, disbursementId, {}))).toBe('identity_is_empty')
  expect(await codeOf(identify(team, disbursementId, { docket: '1' }))).toBe('person_needs_a_name')
  expect(await codeOf(identify({ ...team, intake: team.approver }, disbursementId))).toBe('role_may_not')
  const entered = await Promise.all(Array.from({ length: 10 }, () => identify(team, disbursementId)))
  const [personId = ''] = [...new Set(entered.map((each) => each.personId))]
  expect(new Set(entered.map((each) => each.personId)).size).toBe(1)
  await identify(team, disbursementId, { docket: '26-CR-0043' })
  expect(await known(personId)).toEqual({ ...identity, docket: '26-CR-0043' })

  const administrator = await givenActor(team.fundId, ['administrator'])
  expect(await codeOf(erasePerson({ staff: administrator, personId }))).toBe('person_has_money_out')
})
