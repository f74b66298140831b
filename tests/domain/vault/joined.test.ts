import { beforeEach, describe, expect, test } from 'vitest'
import { openDemand } from '#app/domain/demands/open-demand.server.ts'
import { eraseUnaccepted } from '#app/domain/requests/erase-unaccepted.server.ts'
import { requestPage } from '#app/domain/requests/reads/request-page.server.ts'
import { erasePerson } from '#app/domain/vault/erase-person.server.ts'
import { joinPerson } from '#app/domain/vault/joined/join-person.server.ts'
import { separatePerson } from '#app/domain/vault/joined/separate-person.server.ts'
import { suggestKnown } from '#app/domain/vault/joined/suggest-known.server.ts'
import { personPage } from '#app/domain/vault/person-page.server.ts'
import { readFields } from '#app/domain/vault/read-fields.server.ts'
import { writeField } from '#app/domain/vault/write-field.server.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { givenProposal } from '#tests/support/given-disbursement.ts'
import { givenIntakeTeam, givenRequest, type IntakeTeam, requestRow } from '#tests/support/given-request.ts'
import { brokenRule, whyRefused } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

const system = { scope: { kind: 'system' } } as const

let team: IntakeTeam
let known: Asked
let asked: Asked
beforeEach(async () => {
  team = await givenIntakeTeam()
  known = await givenAsked({ personName: 'Juniper Fictional' })
  asked = await givenAsked({ personName: 'fictional JÚNIPER', place: 'Elsewhere Jail' })
})

type Asked = { requestId: string; personId: string; caseCode: string }

async function givenAsked(form: Parameters<typeof givenRequest>[1], fundId = team.fundId): Promise<Asked> {
  const requestId = await givenRequest(fundId, form)
  const { personId } = await requestRow(requestId)
  const { caseCode } = await inTransaction(system, (tx) =>
    tx.requestCase.findFirstOrThrow({ where: { requestId } }),
  )
  return { requestId, personId, caseCode }
}

const write = ({ personId }: Asked, field: 'birth_date' | 'a_number', plain: string) =>
  inTransaction(system, (tx) => writeField(tx, { personId, caseCode: null, field, plain }))
const look = async (of = asked, staff = team.intake) =>
  (await suggestKnown({ staff, requestId: of.requestId })).map(({ personId, sameBy }) => [personId, sameBy])
const join = (of = asked, to = known, staff = team.intake) =>
  joinPerson({ staff, requestId: of.requestId, sameAsCase: to.caseCode })
const separate = (staff = team.intake) => separatePerson({ staff, requestId: asked.requestId })
const read = ({ personId, caseCode }: Asked) =>
  inTransaction(system, (tx) => readFields(tx, { personId, caseCode }))
const erased = async (of: Asked[]) =>
  inTransaction(system, (tx) =>
    tx.person.count({ where: { id: { in: of.map(({ personId }) => personId) }, erasedAt: { not: null } } }),
  )
const knownAs = async (of: Asked) =>
  (
    await requestPage({
      requestId: of.requestId,
      staff: { ...team.intake, roles: [{ fundId: team.fundId, role: 'intake' }], language: 'en' },
    })
  )?.knownAs

describe('who may be known already', () => {
  test('is found by name, more surely with the birth date, and not where birth dates differ', async () => {
    await givenAsked({ personName: 'Juniper Otherwise' })
    const elsewhere = await givenIntakeTeam()
    await givenAsked({ personName: 'Juniper Fictional' }, elsewhere.fundId)
    expect(await look()).toEqual([[known.personId, ['name']]])
    await write(known, 'birth_date', '1990-04-02')
    expect(await look()).toEqual([[known.personId, ['name']]])
    await write(asked, 'birth_date', '1990-04-02')
    expect(await look()).toEqual([[known.personId, ['name_and_birth']]])
    await write(asked, 'birth_date', '1991-04-02')
    expect(await look()).toEqual([])
  })

  test('is found by a number under any name, and the record of it says how many, not whom', async () => {
    const other = await givenAsked({ personName: 'Sorrel Imaginary' })
    await write(other, 'a_number', 'A 012-345-678')
    await write(asked, 'a_number', '12345678')
    expect(await look()).toEqual([
      [other.personId, ['a_number']],
      [known.personId, ['name']],
    ])
    const [kept] = await db().auditEvent.findMany({
      where: { action: 'request.known_looked_for', subjectId: asked.requestId },
    })
    expect(kept?.detail).toEqual({ found: 2 })
    expect(await inTransaction(system, (tx) => tx.personReveal.count())).toBe(0)
    expect(await whyRefused(look(asked, team.treasurer))).toBe('role_may_not')
  })
})

describe('two records of one person', () => {
  test('stay readable, each under its key, and are one on the page until they are separated', async () => {
    const before = [await read(known), await read(asked)]
    await join()
    expect([await read(known), await read(asked)]).toEqual(before)
    expect(await knownAs(asked)).toEqual({ caseCodes: [known.caseCode], isByThis: true })
    expect(await knownAs(known)).toEqual({ caseCodes: [asked.caseCode], isByThis: false })
    const person = await personPage({
      staff: team.intake,
      fundIds: [team.fundId],
      personId: asked.personId,
    })
    expect(person?.joined).toEqual([{ personId: known.personId, caseCodes: [known.caseCode] }])
    expect(await whyRefused(join())).toBe('person_is_joined_once')
    const third = await givenAsked({ personName: 'Juniper Fictional' })
    await join(third, asked)
    expect((await knownAs(third))?.caseCodes).toEqual([known.caseCode, asked.caseCode])
    expect(await whyRefused(join(known, third))).toBe('person_is_joined_once')

    await separate()
    expect(await knownAs(asked)).toBeNull()
    expect([await read(known), await read(asked)]).toEqual(before)
    expect(await whyRefused(separate())).toBe('join_unknown')
    await join()
    const audit = await db().auditEvent.findMany({
      where: {
        subjectId: asked.requestId,
        outcome: 'done',
        action: { in: ['request.joined', 'request.separated'] },
      },
      orderBy: { id: 'asc' },
    })
    expect(audit.map(({ action }) => action)).toEqual([
      'request.joined',
      'request.separated',
      'request.joined',
    ])
  })

  test('stay one once money is proposed for the request', async () => {
    await join()
    await givenProposal(team, { caseCode: asked.caseCode })
    expect(await whyRefused(separate())).toBe('join_ends_before_a_proposal')
    expect(await knownAs(asked)).not.toBeNull()
  })

  test('are erased together, whichever is asked for, and only what is joined', async () => {
    const alone = await givenAsked({ personName: 'Juniper Fictional' })
    await join()
    await erasePerson({ staff: team.administrator, personId: asked.personId })
    expect([await erased([known, asked]), await erased([alone])]).toEqual([2, 0])
    expect(await whyRefused(read(known))).toBe('person_is_erased')
    expect(await whyRefused(read(asked))).toBe('person_is_erased')
    for (const { requestId } of [known, asked])
      expect(await requestRow(requestId)).toMatchObject({ state: 'withdrawn' })
  })

  test('a demand for one holds the other, and a night that erases takes or leaves both', async () => {
    await join()
    const held = (personId: string) =>
      inTransaction(system, async (tx) => {
        const [row] = await tx.$queryRaw<
          { held: boolean }[]
        >`select person_is_on_hold(${personId}::uuid) as held`
        return row?.held
      })
    expect(await held(asked.personId)).toBe(false)
    await openDemand({
      staff: team.administrator,
      timezone: 'America/Chicago',
      demand: {
        ...{ kind: 'subpoena', receivedOn: '2026-01-10', deadlineOn: null, counsel: 'Counsel Example' },
        scope: { kind: 'person', caseCode: known.caseCode },
      },
    })
    expect([await held(known.personId), await held(asked.personId)]).toEqual([true, true])
    expect(await whyRefused(erasePerson({ staff: team.administrator, personId: asked.personId }))).toBe(
      'person_is_on_hold',
    )
    await eraseUnaccepted()
    expect(await erased([known, asked])).toBe(0)
  })

  test('the database joins within a fund only, by those who work on requests, and rewrites nothing', async () => {
    const elsewhere = await givenAsked({}, (await givenIntakeTeam()).fundId)
    const row = (of: { personId?: string; known?: string; by?: string }) =>
      inTransaction(system, (tx) =>
        tx.personJoin.create({
          data: {
            requestId: asked.requestId,
            personId: of.personId ?? asked.personId,
            knownPersonId: of.known ?? known.personId,
            joinedBy: of.by ?? team.intake.id,
            occurredAt: new Date(),
          },
        }),
      )
    expect(await brokenRule(row({ known: elsewhere.personId }))).toBe('join_is_within_a_fund')
    expect(await brokenRule(row({ by: team.treasurer.id }))).toBe('joiner_holds_the_role')
    expect(await brokenRule(row({ known: asked.personId }))).toBe('join_is_within_a_fund')
    expect(await whyRefused(join(asked, elsewhere))).toBe('case_unknown')
    expect(await whyRefused(join(asked, known, team.treasurer))).toBe('role_may_not')
    await join()
    expect(await brokenRule(row({}))).toBe('person_is_joined_once')
  })
})
