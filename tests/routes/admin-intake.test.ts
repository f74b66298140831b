import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { inTransaction } from '#app/platform/db.ts'
import * as facts from '#app/routes/admin.cases.$personId_.facts/route.tsx'
import * as settings from '#app/routes/admin.funds.$fundId_.intake/route.tsx'
import { givenTotp } from '#tests/domain/staff/given-factors.ts'
import { givenPerson, known } from '#tests/domain/vault/given-person.ts'
import {
  givenIntakeTeam,
  givenRequest,
  helpForm,
  type IntakeTeam,
  requestRow,
  walk,
} from '#tests/support/given-request.ts'
import { act, load, locationOf, signIn } from '#tests/support/staff-requests.ts'
import { useWorld } from '#tests/support/world.ts'
import { signedIn, visitor } from './visitor.ts'

await useWorld()

let team: IntakeTeam
let requestId: string
beforeAll(async () => {
  team = await givenIntakeTeam()
  await signIn(team.intake)
  await signIn(team.approver)
  await givenTotp(team.administrator.id)
  await givenTotp(team.treasurer.id)
  requestId = await givenRequest(team.fundId)
})

describe('a request by telephone', () => {
  const form = () => ({
    ...helpForm,
    fundId: team.fundId,
    token: randomUUID(),
    source: 'telephone',
    partnerId: '',
    sameAsCase: '',
  })
  const route = 'admin.requests.new.tsx'

  test('is entered, and leads to the request', async () => {
    const to = locationOf(await act(route, team.intake, form(), {}))
    expect(await requestRow(to.split('/').at(-1) ?? '')).toMatchObject({ source: 'telephone' })
  })

  test.each([
    [{ phone: '12' }, { phone: 'phone_malformed' }],
    [{ source: 'public_form' }, { source: 'required' }],
    [{ source: 'partner' }, { partnerId: 'required' }],
    [{ sameAsCase: 'AAAA' }, { sameAsCase: 'case_code_malformed' }],
    [{ personName: 'A\u202eB' }, { personName: 'malformed' }],
    [{ place: 'x'.repeat(161) }, { place: 'too_long' }],
    [{ surprise: 'x' }, { surprise: 'unknown_field' }],
  ])('with %j comes back with what was typed', async (wrong, errors) => {
    const answer = await act(route, team.intake, { ...form(), ...wrong }, {})
    expect(answer).toMatchObject({ status: 422, data: { errors, values: { askerName: helpForm.askerName } } })
  })

  test('about a case that nobody knows is refused beside the field', async () => {
    const answer = await act(route, team.intake, { ...form(), sameAsCase: 'AAAA-AAAA' }, {})
    expect(answer).toMatchObject({ status: 409, data: { errors: { sameAsCase: 'case_unknown' } } })
  })

  test('offers the funds that take requests', async () => {
    const { funds } = await load<{ funds: { id: string }[] }>(route, team.intake, {})
    expect(funds.map(({ id }) => id)).toEqual([team.fundId])
  })
})

test('screening, a further case and another way home lead back to the request', async () => {
  const id = await givenRequest(team.fundId)
  await walk(team, id, 'screening')
  const answers = {
    ...{ other_hold: 'no', detainer: 'no', stay_or_appeal: 'no' },
    ...{ released_if_posted: 'yes', monitoring_slot: 'no', ride_needed: 'no' },
  }
  const screening = 'admin.requests.$requestId.screening.tsx'
  const { ride_needed: _, ...incomplete } = answers
  expect(await act(screening, team.intake, incomplete, { requestId: id })).toMatchObject({
    status: 422,
    data: { errors: { ride_needed: 'required' }, values: { other_hold: 'no' } },
  })
  const back = `/admin/requests/${id}`
  expect(locationOf(await act(screening, team.intake, answers, { requestId: id }))).toBe(back)
  expect(
    locationOf(await act('admin.requests.$requestId.case.tsx', team.intake, {}, { requestId: id })),
  ).toBe(back)
  await walk(team, id, 'no_bond_available')
  const pathway = 'admin.requests.$requestId.pathway.tsx'
  const opened = await act(pathway, team.intake, { intent: 'open', kind: 'parole' }, { requestId: id })
  expect(locationOf(opened)).toBe(back)
  expect(
    await act(
      pathway,
      team.intake,
      { intent: 'end', pathwayId: randomUUID(), outcome: 'refused' },
      { requestId: id },
    ),
  ).toMatchObject({ status: 409, data: { refusal: { code: 'pathway_unknown' } } })
})

describe('the intake page of a fund', () => {
  const params = () => ({ fundId: team.fundId })
  const settled = {
    intent: 'settings',
    mode: 'partners_only',
    phone: '+1 555 0149',
    ...{ firstDay: '1', lastDay: '6', opens: '08:00', closes: '18:00' },
    languages: 'en, es ht',
    answerWithinDays: '3',
  }

  test('is set by an administrator, and refuses what cannot be', async () => {
    const administrator = await signedIn(team.administrator.id)
    expect(await administrator.post(settings, settled, { params: params() })).toMatchObject({ status: 303 })
    const kept = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
      tx.fundIntake.findUniqueOrThrow({ where: { fundId: team.fundId } }),
    )
    expect(kept).toMatchObject({
      mode: 'partners_only',
      hours: '1-6 08:00-18:00',
      languages: ['en', 'es', 'ht'],
    })

    const wrong = { closes: '07:00', languages: 'english please', answerWithinDays: '99', phone: 'call me' }
    const answer = await administrator.post(settings, { ...settled, ...wrong }, { params: params() })
    expect(answer.status).toBe(422)
  })

  test('says how long people are known, and keeps what was typed where it cannot be', async () => {
    const administrator = await signedIn(team.administrator.id)
    const term = (months: string) =>
      administrator.post(settings, { intent: 'term', months }, { params: params() })
    expect(await term('12')).toMatchObject({ status: 303 })
    const kept = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
      tx.vaultTerm.findMany({ where: { fundId: team.fundId } }),
    )
    expect(kept).toMatchObject([{ months: 12, setBy: team.administrator.id }])
    expect(await term('2')).toMatchObject({
      status: 409,
      data: { errors: { months: 'vault_term_is_three_months_to_ten_years' }, values: { months: '2' } },
    })
    expect((await term('')).status).toBe(422)
    const intake = await signedIn(team.intake.id)
    const other = await intake.post(settings, { intent: 'term', months: '6' }, { params: params() })
    expect(other).toMatchObject({ status: 409, data: { refusal: { code: 'role_may_not' } } })
  })

  test('lets intake list other places, and nothing else', async () => {
    const intake = await signedIn(team.intake.id)
    const place = { intent: 'place', name: 'Harbor Legal Aid (fictional)', phone: '+1 555 0160' }
    expect(await intake.post(settings, place, { params: params() })).toMatchObject({ status: 303 })
    const others: Record<string, string>[] = [
      settled,
      { intent: 'priority', 'criteria[0]': 'health' },
      { intent: 'partner', name: 'X' },
    ]
    for (const form of others)
      expect((await intake.post(settings, form, { params: params() })).status).toBe(409)
  })

  test('belongs to the fund’s own people', async () => {
    const other = await givenIntakeTeam()
    const intake = await signedIn(team.intake.id)
    expect((await intake.get(settings, { params: { fundId: other.fundId } })).status).toBe(404)
    expect((await visitor().get(settings, { params: params() })).status).toBe(302)
    expect((await (await signedIn(team.treasurer.id)).get(settings, { params: params() })).status).toBe(403)
  })
})

const tenDaysAgo = new Date(Date.now() - 10 * 86_400_000).toISOString().slice(0, 10)

describe('what is known of a person', () => {
  test('is written by those who may, field by field', async () => {
    const { personId } = await givenPerson(team.fundId)
    const intake = await signedIn(team.intake.id)
    const typed = { docket: 'CR-2026-0001', birth_date: '1990-05-31', name: '' }
    expect(await intake.post(facts, typed, { params: { personId } })).toMatchObject({ status: 303 })
    expect(await known(personId)).toMatchObject({ name: 'Rosa Quill', docket: 'CR-2026-0001' })
  })

  test.each([
    ['2999-01-01', 'birth_after_today'],
    ['1850-01-01', 'birth_too_long_ago'],
    [tenDaysAgo, 'birth_after_case'],
    ['1990-02-31', 'date_malformed'],
    ['yesterday', 'date_malformed'],
  ])('a birth on %s is refused', async (birth, code) => {
    const { personId } = await givenPerson(team.fundId)
    const intake = await signedIn(team.intake.id)
    const refused = await intake.post(facts, { birth_date: birth }, { params: { personId } })
    expect(refused).toMatchObject(
      code === 'birth_after_case'
        ? { status: 409, data: { refusal: { code, field: 'birth_date' } } }
        : { status: 422, data: { errors: { birth_date: code } } },
    )
    expect(await known(personId)).not.toHaveProperty('birth_date')
  })

  test('is not written with nothing in it, nor by someone who only reads', async () => {
    const { personId } = await givenPerson(team.fundId)
    expect((await (await signedIn(team.intake.id)).post(facts, {}, { params: { personId } })).status).toBe(
      409,
    )
    expect((await (await signedIn(team.treasurer.id)).post(facts, {}, { params: { personId } })).status).toBe(
      403,
    )
  })
})

test('a request of another fund is none', async () => {
  const other = await givenIntakeTeam()
  await signIn(other.intake)
  const answer = act('admin.requests.$requestId.case.tsx', other.intake, {}, { requestId })
  await expect(answer).rejects.toMatchObject({ status: 404 })
})
