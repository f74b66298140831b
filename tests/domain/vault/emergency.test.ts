import { beforeAll, describe, expect, test } from 'vitest'
import { approveDisbursement } from '#app/domain/disbursements/approve-disbursement.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { breakGlass } from '#app/domain/vault/emergency/break-glass.server.ts'
import { emergencies, emergenciesOf } from '#app/domain/vault/emergency/emergencies.server.ts'
import { lookInEmergency } from '#app/domain/vault/emergency/look-in-emergency.server.ts'
import { reviewGlass } from '#app/domain/vault/emergency/review-glass.server.ts'
import { personPage } from '#app/domain/vault/person-page.server.ts'
import { reveal } from '#app/domain/vault/reveal.server.ts'
import { waitingForMe } from '#app/domain/waiting-for-me.server.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { givenStepUp } from '#tests/support/given.ts'
import {
  approveBy,
  givenActor,
  givenProposal,
  givenTeam,
  hashOf,
  payBy,
  type Team,
} from '#tests/support/given-disbursement.ts'
import { anHourPasses, breakBy } from '#tests/support/given-emergency.ts'
import { refusalOf, whyRefused } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'
import { givenPerson } from './given-person.ts'

const world = await useWorld()

let team: Team
let fundId: string
let ada: ActingStaff
let auditor: ActingStaff
beforeAll(async () => {
  team = await givenTeam()
  fundId = team.fundId
  ada = await givenActor(fundId, ['administrator'])
  auditor = await givenActor(fundId, ['auditor'])
})

const review = (staff: ActingStaff, glassId: string) =>
  reviewGlass({ staff, glassId, finding: 'not_justified', note: 'could_have_waited' })

test('an administrator looks for an hour, everyone who answers for the record is told, and another judges', async () => {
  const { personId, caseCode } = await givenPerson(fundId, { name: 'Odile Bramble', phone: '555 010 0188' })
  expect(await whyRefused(lookInEmergency({ staff: ada, personId, fields: ['name'] }))).toBe(
    'emergency_look_stays_in_its_hour',
  )
  const glassId = await breakBy(ada, personId)
  expect(await lookInEmergency({ staff: ada, personId, fields: ['phone'] })).toEqual([
    { field: 'phone', value: '555 010 0188', request: null },
  ])
  expect((await refusalOf(lookInEmergency({ staff: ada, personId, fields: [] }))).code).toBe('fields_missing')

  const mails = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.mail.findMany({ where: { message: 'record-opened', dedupeKey: { contains: glassId } } }),
  )
  expect(mails.map(({ staffId }) => staffId).sort()).toEqual([ada.id, team.intake.id].sort())
  expect(mails[0]?.props).toMatchObject({ caseCode, event: 'opened', reason: 'medical' })
  for (const secret of ['Odile', 'Bramble', '010 0188']) expect(JSON.stringify(mails)).not.toContain(secret)

  const page = await personPage({ staff: team.intake, fundIds: [fundId], personId })
  expect(page?.looks).toMatchObject([{ by: 'administrator', fields: ['phone'], reason: 'emergency' }])
  const { mine } = await emergenciesOf({ fundIds: [fundId], personId, readerId: ada.id })
  expect(mine?.endsAt.getTime()).toBeLessThanOrEqual(Date.now() + 3_600_000)

  await review(auditor, glassId)
  expect(await whyRefused(lookInEmergency({ staff: ada, personId, fields: ['name'] }))).toBe(
    'emergency_look_stays_in_its_hour',
  )
  const listed = await emergencies({ fundIds: [fundId] })
  expect(listed.find(({ id }) => id === glassId)).toMatchObject({
    ...{ caseCode, fields: ['phone'], isOpen: false, by: { id: ada.id } },
    review: { finding: 'not_justified', note: 'could_have_waited', by: 'auditor' },
  })
  const events = await db().auditEvent.findMany({
    where: { subjectId: personId, outcome: 'done' },
    orderBy: { id: 'asc' },
  })
  expect(events.map(({ action, detail }) => [action, detail])).toEqual([
    ['person.glass_broken', { reason: 'medical' }],
    ['person.revealed', { reason: 'emergency', fields: 'phone' }],
    ['person.glass_reviewed', { finding: 'not_justified', note: 'could_have_waited' }],
  ])
})

test('after the hour nothing more is seen, and the record can be opened again', async () => {
  const { personId } = await givenPerson(fundId)
  const glassId = await breakBy(ada, personId)
  await anHourPasses(world, glassId)
  expect(await whyRefused(lookInEmergency({ staff: ada, personId, fields: ['name'] }))).toBe(
    'emergency_look_stays_in_its_hour',
  )
  await breakBy(ada, personId)
  expect(await lookInEmergency({ staff: ada, personId, fields: ['name'] })).toEqual([
    { field: 'name', value: 'Rosa Quill', request: null },
  ])
})

describe('is refused', () => {
  test('to open: by those who may look, who administer nothing, elsewhere, twice, without the very proof', async () => {
    const { personId } = await givenPerson(fundId)
    const both = await givenActor(fundId, ['administrator', 'intake'])
    const elsewhere = await givenActor((await givenTeam()).fundId, ['administrator'])
    expect(await whyRefused(breakBy(both, personId))).toBe('glass_is_for_who_may_not_look')
    expect(await whyRefused(breakBy(auditor, personId))).toBe('role_may_not')
    expect(await whyRefused(breakBy(team.intake, personId))).toBe('role_may_not')
    expect(await whyRefused(breakBy(elsewhere, personId))).toBe('person_unknown')
    const other = await givenPerson(fundId)
    const stepUpId = await givenStepUp(
      ada.id,
      boundTo.breakGlass({ personId: other.personId, reason: 'medical' }),
    )
    expect(await whyRefused(breakGlass({ staff: ada, personId, reason: 'medical', stepUpId }))).toBe(
      'step_up_is_fresh_and_bound',
    )
    const opened = await Promise.allSettled(Array.from({ length: 10 }, () => breakBy(ada, personId)))
    expect(opened.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    // It opens one record, to one person, and no other way to it.
    const look = { staff: ada, fields: ['name' as const] }
    expect(await whyRefused(lookInEmergency({ ...look, personId: other.personId }))).toBe(
      'emergency_look_stays_in_its_hour',
    )
    const ben = await givenActor(fundId, ['administrator'])
    expect(await whyRefused(lookInEmergency({ ...look, staff: ben, personId }))).toBe(
      'emergency_look_stays_in_its_hour',
    )
    expect(await whyRefused(reveal({ ...look, personId, reason: 'screening' }))).toBe('role_may_not')
    const refused = await db().auditEvent.findMany({
      where: { action: 'person.glass_broken', outcome: 'refused', subjectId: personId },
    })
    expect(refused).toHaveLength(14)
  })

  test('to review: by the opener, who only works on cases, elsewhere, twice', async () => {
    const { personId } = await givenPerson(fundId)
    const glassId = await breakBy(ada, personId)
    const elsewhere = await givenActor((await givenTeam()).fundId, ['auditor'])
    expect(await whyRefused(review(ada, glassId))).toBe('reviewer_did_not_break_the_glass')
    expect(await whyRefused(review(team.intake, glassId))).toBe('role_may_not')
    expect(await whyRefused(review(elsewhere, glassId))).toBe('glass_unknown')
    const reviews = await Promise.allSettled(Array.from({ length: 10 }, () => review(team.approver, glassId)))
    expect(reviews.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await whyRefused(review(auditor, glassId))).toBe('glass_is_reviewed_once')
  })
})

test('it waits for those who may review it until one of them did, and never for who opened it', async () => {
  const { personId, caseCode } = await givenPerson(fundId)
  const glassId = await breakBy(ada, personId)
  const mine = async (staff: ActingStaff, role: 'administrator' | 'auditor' | 'intake') => {
    const waiting = await waitingForMe({ staff: { ...staff, language: 'en', roles: [{ fundId, role }] } })
    return waiting.filter((each) => each.caseCode === caseCode).map(({ act }) => act)
  }
  expect(await mine(auditor, 'auditor')).toEqual(['review_emergency'])
  expect(await mine(ada, 'administrator')).toEqual([])
  expect(await mine(team.intake, 'intake')).toEqual([])
  await review(auditor, glassId)
  expect(await mine(auditor, 'auditor')).toEqual([])
})

test('it opens no way to money: not by its proof, and not by being open', async () => {
  const { personId } = await givenPerson(fundId)
  const disbursementId = await givenProposal(team)
  const reason = 'medical'
  const stepUpId = await givenStepUp(ada.id, boundTo.breakGlass({ personId, reason }))
  const contentHash = await hashOf(disbursementId)
  const approval = { staff: ada, disbursementId, contentHash, stepUpId }
  expect(await whyRefused(approveDisbursement(approval))).toBe('step_up_is_fresh_and_bound')
  await breakGlass({ staff: ada, personId, reason, stepUpId })
  expect(await whyRefused(approveDisbursement(approval))).toBe('step_up_is_fresh_and_bound')
  await approveBy(team.approver, disbursementId)
  expect(await whyRefused(payBy(ada, disbursementId))).toBe('role_may_not')
})
