import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openDemand } from '#app/domain/demands/open-demand.server.ts'
import { type ContactCorrection, correctContact } from '#app/domain/requests/correct-contact.server.ts'
import { recordCall } from '#app/domain/requests/record-call.server.ts'
import { revealAsker } from '#app/domain/requests/reveal-asker.server.ts'
import { erasePerson } from '#app/domain/vault/erase-person.server.ts'
import { reveal } from '#app/domain/vault/reveal.server.ts'
import { searchCases } from '#app/domain/vault/search-cases.server.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { dumpOf } from '#tests/support/dump.ts'
import { givenActor } from '#tests/support/given-disbursement.ts'
import {
  givenIntakeTeam,
  givenRequest,
  helpForm,
  type IntakeTeam,
  requestRow,
} from '#tests/support/given-request.ts'
import { whyRefused } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()

let team: IntakeTeam
let requestId: string
let personId: string
beforeAll(async () => {
  team = await givenIntakeTeam()
})
beforeEach(async () => {
  requestId = await givenRequest(team.fundId)
  personId = (await requestRow(requestId)).personId
})

const correct = (of: Partial<ContactCorrection>) =>
  correctContact({
    ...{ staff: team.intake, requestId, phone: null, language: null, voicemail: null },
    ...of,
  })
const contact = () =>
  reveal({ staff: team.intake, personId, fields: ['phone', 'contact'], reason: 'reaching_the_person' })
const found = async (plain: string) =>
  (await searchCases({ staff: team.intake, kind: 'phone', plain })).some((one) => one.personId === personId)
const sealedOnes = () =>
  inTransaction({ scope: { kind: 'system' } }, (tx) => tx.requestField.count({ where: { requestId } }))

describe('correcting how to reach whoever asked', () => {
  test('what is written takes its place, what is not stays, and the old number finds nobody', async () => {
    await correct({ phone: '+1 555 0144', voicemail: 'yes' })
    expect((await contact()).map(({ value, request }) => [value, request?.voicemail])).toEqual([
      ['+1 555 0144', true],
      [`${helpForm.askerName}\n${helpForm.language}`, true],
    ])
    expect([await found('+1 555 0144'), await found(helpForm.phone), await sealedOnes()]).toEqual([
      true,
      false,
      1,
    ])
    await correct({ language: 'Mam', voicemail: 'no' })
    expect((await contact()).map(({ value, request }) => [value, request?.voicemail])).toEqual([
      ['+1 555 0144', false],
      [`${helpForm.askerName}\nMam`, false],
    ])
    const kept = await db().auditEvent.findMany({
      where: { subjectId: requestId, action: 'request.contact_corrected' },
      orderBy: { id: 'asc' },
    })
    expect(kept.map(({ detail }) => detail)).toEqual([
      { changed: 'phone voicemail' },
      { changed: 'language voicemail' },
    ])
    const tables = [...(await dumpOf(world.ownerUrl)).values()].join('\n')
    for (const said of ['555 0144', '5550144', 'Mam\b']) expect(tables).not.toMatch(new RegExp(said))
  })

  test('a number that another request has, too, finds the person on', async () => {
    const { code } = await requestRow(requestId)
    const other = await givenRequest(team.fundId)
    expect(code).not.toBe((await requestRow(other)).code)
    await correct({ phone: '+1 555 0145' })
    const others = await searchCases({ staff: team.intake, kind: 'phone', plain: helpForm.phone })
    expect(others.map((one) => one.personId)).toContain((await requestRow(other)).personId)
  })

  test('under a legal hold the older seal stays', async () => {
    const own = await givenIntakeTeam()
    const held = await givenRequest(own.fundId)
    await openDemand({
      staff: own.administrator,
      timezone: 'America/Chicago',
      demand: {
        ...{ kind: 'subpoena', receivedOn: '2026-01-10', deadlineOn: null, counsel: 'Counsel Example' },
        scope: { kind: 'fund', fundId: own.fundId },
      },
    })
    await correctContact({
      staff: own.intake,
      requestId: held,
      phone: '+1 555 0146',
      language: null,
      voicemail: null,
    })
    const rows = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
      tx.requestField.count({ where: { requestId: held, field: 'contact' } }),
    )
    expect(rows).toBe(2)
  })

  test('is refused to others, of nothing, and of whoever was erased', async () => {
    const stranger = await givenIntakeTeam()
    expect(await whyRefused(correct({ staff: team.approver, phone: '+1 555 0147' }))).toBe('role_may_not')
    expect(await whyRefused(correct({ staff: stranger.intake, phone: '+1 555 0147' }))).toBe(
      'request_unknown',
    )
    expect(await whyRefused(correct({}))).toBe('correction_changes_something')
    await erasePerson({ staff: team.administrator, personId })
    expect(await whyRefused(correct({ phone: '+1 555 0147' }))).toBe('person_is_erased')
    expect(await whyRefused(correct({ voicemail: 'yes' }))).toBe('person_is_erased')
    expect(await sealedOnes()).toBe(0)
  })
})

describe('the number of a call that waits', () => {
  const callId = async () => (await requestRow(requestId)).callTasks[0]?.id ?? ''
  const ask = async (staff = team.intake) => revealAsker({ staff, requestId, callId: await callId() })

  test('is that of this request alone, and the look is kept with its reason', async () => {
    expect(await ask()).toEqual({
      callId: await callId(),
      phone: helpForm.phone,
      language: helpForm.language,
    })
    const looks = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
      tx.personReveal.findMany({ where: { personId } }),
    )
    expect(looks).toMatchObject([
      { staffId: team.intake.id, fields: ['phone', 'contact'], reason: 'reaching_the_person' },
    ])
    expect(await db().auditEvent.findFirst({ where: { subjectId: personId } })).toMatchObject({
      action: 'person.revealed',
      detail: { reason: 'reaching_the_person', fields: 'phone contact', requestId },
    })
  })

  test('is shown to nobody else, and not once the call was made', async () => {
    const both = await givenActor(team.fundId, ['approver', 'administrator'])
    expect(await whyRefused(ask(both))).toBe('reason_is_of_their_work')
    expect(await whyRefused(ask(team.administrator))).toBe('role_may_not')
    expect(
      await whyRefused(revealAsker({ staff: team.intake, requestId, callId: crypto.randomUUID() })),
    ).toBe('call_unknown')
    await recordCall({ staff: team.intake, requestId, callId: await callId(), outcome: 'reached' })
    expect(await whyRefused(ask())).toBe('reason_is_true_of_the_case')
    const refused = await db().auditEvent.count({ where: { subjectId: requestId, outcome: 'refused' } })
    expect(refused).toBe(4)
  })
})
