import { beforeAll, describe, expect, test } from 'vitest'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { givenAdvance } from '#tests/support/given-advance.ts'
import { givenActor, givenTeam, hashOf, type Team } from '#tests/support/given-disbursement.ts'
import {
  givenApprovedBond,
  givenAssignedBond,
  givenPoster,
  identify,
  identity,
  windowDetails,
} from '#tests/support/given-posting.ts'
import {
  act,
  args,
  code,
  keepCookie,
  load,
  locationOf,
  names,
  route,
  signIn,
  thrown,
} from '#tests/support/staff-requests.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

const assignment = 'admin.disbursements.$disbursementId.assignment.tsx'
const person = 'admin.disbursements.$disbursementId.person.tsx'
const slip = 'admin.disbursements.$disbursementId_.slip/route.tsx'
const disbursement = 'admin.disbursements.$disbursementId/route.tsx'
const mine = 'admin.postings._index.tsx'
const posting = 'admin.postings.$disbursementId.tsx'
const onCall = 'admin.on-call/route.tsx'

let team: Team
let poster: ActingStaff
beforeAll(async () => {
  team = await givenTeam({ fund: { slug: 'bail' }, bank: 900_000_00n })
  poster = await givenPoster(team.fundId)
  for (const staff of [team.intake, team.approver, team.treasurer, poster]) await signIn(staff)
})

const tenDaysAgo = new Date(Date.now() - 10 * 86_400_000).toISOString().slice(0, 10)

const assigning = (of: Record<string, string> = {}) => ({
  ...{ intent: 'assign', posterId: poster.id, ...windowDetails },
  ...of,
})

test('someone who only posts comes to what is theirs; every other page of the staff is shut', async () => {
  const { loader } = await route('admin._index.tsx')
  const sent = await thrown(loader(await args(poster)))
  expect([sent.status, sent.headers.get('Location')]).toEqual([302, '/admin/postings'])
  const payment = 'admin.disbursements.$disbursementId.payment.tsx'
  const night = 'admin.postings.nights.$envelopeId.tsx'
  const open = [mine, posting, slip, payment, night, 'admin._index.tsx']
  for (const name of names.filter((each) => !open.includes(each))) {
    const response = await thrown((await route(name)).loader(await args(poster)))
    expect([name, response.status]).toEqual([name, 403])
  }
  const unassigned = { disbursementId: await givenApprovedBond(team) }
  const { action } = await route(payment)
  expect((await thrown(action?.(await args(poster, {}, unassigned)) ?? Promise.resolve())).status).toBe(404)
})

describe('who posts', () => {
  test('what is missing comes back with what was typed; who cannot is refused beside the field', async () => {
    const disbursementId = await givenApprovedBond(team)
    const send = (form: Record<string, string>) => act(assignment, team.intake, form, { disbursementId })
    const empty = assigning({ posterId: '', hours: '' })
    expect(await send(empty)).toMatchObject({
      status: 422,
      data: { values: empty, errors: { posterId: 'required', hours: 'required' } },
    })
    expect(await send(assigning({ posterId: team.approver.id }))).toMatchObject({
      status: 409,
      data: {
        values: windowDetails,
        errors: { posterId: 'poster_holds_the_role' },
      },
    })
    expect(await send({ intent: 'withdraw', reason: 'not_available' })).toMatchObject({
      status: 409,
      data: { refusal: { code: 'posting_unknown' } },
    })
    expect(await send({ intent: 'withdraw', reason: 'reassigned' })).toMatchObject({ status: 422 })
    expect(await load(disbursement, team.intake, { disbursementId })).toMatchObject({
      page: { mayAssign: true, maySlip: true },
    })

    expect(locationOf(await send(assigning()))).toBe(`/admin/disbursements/${disbursementId}`)
    expect(await load(disbursement, team.approver, { disbursementId })).toMatchObject({
      page: { posting: { by: 'Pia Example' }, mayAssign: false, maySlip: false },
      calls: { missing: null, now: [] },
    })
    expect(await load(assignment, team.intake, { disbursementId })).toMatchObject({
      assignment: { posterId: poster.id, details: windowDetails, lacking: Object.keys(identity) },
    })
  })
})

describe('the slip', () => {
  const open = (staff: ActingStaff, disbursementId: string) => act(slip, staff, {}, { disbursementId })

  test('the page opens nothing; the answer to a form does, and nobody keeps it', async () => {
    const disbursementId = await givenAssignedBond(team, poster)
    expect(await open(poster, disbursementId)).toMatchObject({
      status: 409,
      data: { refusal: { code: 'slip_needs_a_person' } },
    })
    expect(await act(person, team.intake, { name: '' }, { disbursementId })).toMatchObject({
      status: 409,
      data: { errors: { name: 'identity_is_empty' } },
    })
    const long = { ...identity, docket: 'x'.repeat(201) }
    expect(await act(person, team.intake, long, { disbursementId })).toMatchObject({
      status: 422,
      data: { values: long, errors: { docket: 'too_long' } },
    })
    expect(locationOf(await act(person, team.intake, identity, { disbursementId }))).toBe(
      `/admin/disbursements/${disbursementId}`,
    )
    const page = JSON.stringify(await load(slip, poster, { disbursementId }))
    expect(page).not.toContain('Rosa')
    const { action } = await route(slip)
    const answer = (await action?.(await args(poster, {}, { disbursementId }))) as {
      data: unknown
      init: { headers: Record<string, string> }
    }
    expect(answer).toMatchObject({
      data: { slip: { person: identity, openedBy: 'Pia Example' } },
      init: { headers: { 'Cache-Control': 'no-store' } },
    })
  })

  test.each([
    ['2999-01-01', 422, { errors: { birth_date: 'birth_after_today' } }],
    ['1850-01-01', 422, { errors: { birth_date: 'birth_too_long_ago' } }],
    ['next tuesday', 422, { errors: { birth_date: 'date_malformed' } }],
    ['1990-02-31', 422, { errors: { birth_date: 'date_malformed' } }],
    [tenDaysAgo, 409, { refusal: { code: 'birth_after_case', field: 'birth_date' } }],
  ])('no slip says that someone was born on %s', async (birth, status, data) => {
    const disbursementId = await givenAssignedBond(team, poster)
    const typed = { ...identity, birth_date: birth }
    expect(await act(person, team.intake, typed, { disbursementId })).toMatchObject({ status, data })
    expect(await open(poster, disbursementId)).toMatchObject({
      data: { refusal: { code: 'slip_needs_a_person' } },
    })
  })

  test('of what is another’s it knows nothing', async () => {
    const disbursementId = await givenAssignedBond(team, await givenPoster(team.fundId, 'Omar Example'))
    for (const name of [slip, posting]) {
      const { loader, action } = await route(name)
      for (const handler of [loader, action ?? loader]) {
        expect((await thrown(handler(await args(poster, {}, { disbursementId })))).status).toBe(404)
      }
    }
  })
})

test('posting: above the ceiling nothing moves and what was typed stays; below it is done, and gone', async () => {
  const disbursementId = await givenAssignedBond(team, poster)
  await identify(team, disbursementId)
  expect(await load(mine, poster)).toMatchObject({ done: false })
  const form = {
    ...{ principal: '2,500.01', fees: '35', payee: 'Larkspur County Clerk', method: 'cash' },
    ...{ receiptNumber: 'R-78', occurredAt: '', contentHash: await hashOf(disbursementId) },
  }
  const pay = (of: Record<string, string>) =>
    act(posting, poster, { ...form, ...of, code: code(poster) }, { disbursementId })
  expect(await pay({})).toMatchObject({
    status: 409,
    data: { values: form, errors: { principal: 'principal_above_ceiling' } },
  })
  expect(await pay({ principal: 'much' })).toMatchObject({ status: 422 })
  expect(await load(posting, poster, { disbursementId })).toMatchObject({ posting: { id: disbursementId } })
  const done = await pay({ principal: '2,400' })

  expect(locationOf(done)).toBe('/admin/postings?done=1')
  keepCookie(poster, done)
  expect(
    (await thrown((await route(posting)).loader(await args(poster, undefined, { disbursementId })))).status,
  ).toBe(404)
  const after = await load<{ postings: { id: string }[] }>(mine, poster, undefined, '?done=1')
  expect(after).toMatchObject({ done: true })
  expect(after.postings.map(({ id }) => id)).not.toContain(disbursementId)
})

test('what could not be posted is said on its own page by who carries its cash; a second press says it once', async () => {
  const disbursementId = await givenAssignedBond(team, poster)
  const said = (of: Record<string, string> = {}) =>
    act(
      posting,
      poster,
      { act: 'attempt', reason: 'court_refused', occurredAt: '', ...of },
      { disbursementId },
    )
  expect(await said()).toMatchObject({
    status: 409,
    data: { refusal: { code: 'attempt_is_of_what_was_covered' } },
  })
  const advanceId = await givenAdvance(team, { poster, amount: 2_540_00n, for: [disbursementId] })
  expect(await load(posting, poster, { disbursementId })).toMatchObject({
    posting: { carried: [{ disbursementId, advanceId }] },
  })
  expect(await said({ reason: '' })).toMatchObject({ status: 422, data: { errors: { reason: 'required' } } })
  expect(await load(mine, poster)).toMatchObject({
    cash: [{ id: advanceId, covers: [{ disbursementId, state: 'owed', isTheirs: true }] }],
  })
  expect(locationOf(await said())).toBe('/admin/postings?tried=1')
  expect(await load(mine, poster, undefined, '?tried=1')).toMatchObject({
    tried: true,
    cash: [{ id: advanceId, covers: [{ state: 'tried' }], leftCents: 2_540_00n }],
  })
  expect(await said()).toMatchObject({ status: 409 })
})

describe('on call', () => {
  const take = (of: Record<string, string>) => ({
    ...{
      intent: 'take',
      fundId: team.fundId,
      startsAt: '',
      endsAt: '2099-01-01T08:00',
      phone: '+1 555 0123',
    },
    ...of,
  })
  const send = (form: Record<string, string>, staff = team.approver) => act(onCall, staff, form)
  /** As a browser’s field writes it, on the fund’s clock. */
  const local = (hours: number) =>
    new Date(Date.now() + hours * 3_600_000)
      .toLocaleString('sv-SE', { timeZone: 'America/Chicago' })
      .slice(0, 16)
      .replace(' ', 'T')

  test('bad times and numbers come back; another fund is unknown', async () => {
    const typed = take({ endsAt: '', phone: 'call me' })
    expect(await send(typed)).toMatchObject({
      status: 422,
      data: { values: typed, errors: { endsAt: 'required', phone: 'phone_malformed' } },
    })
    expect(await send(take({}))).toMatchObject({
      status: 409,
      data: { errors: { endsAt: 'turn_lasts_a_week_at_most' } },
    })
    expect(await send(take({ startsAt: local(9), endsAt: local(8) }))).toMatchObject({
      data: { errors: { endsAt: 'turn_ends_after_it_begins' } },
    })
    expect(await send(take({ startsAt: local(-9), endsAt: local(8) }))).toMatchObject({
      data: { errors: { startsAt: 'turn_lies_ahead' } },
    })
    expect(await send(take({ endsAt: local(8) }), team.intake)).toMatchObject({
      data: { refusal: { code: 'role_may_not' } },
    })
    const elsewhere = take({ fundId: (await givenTeam()).fundId, endsAt: local(8) })
    const { action } = await route(onCall)
    expect((await thrown(action?.(await args(team.approver, elsewhere)) ?? Promise.resolve())).status).toBe(
      404,
    )
  })

  test('a turn stands on the list with whom to call, and says whether they are enough', async () => {
    expect(locationOf(await send(take({ endsAt: local(8) })))).toBe('/admin/on-call')
    const page = await load<{ funds: { turns: { id: string }[] }[] }>(onCall, team.approver)
    expect(page).toMatchObject({
      funds: [
        {
          name: 'Bail Fund',
          turns: [{ name: 'approver', phone: '+1 555 0123', isNow: true, mayEnd: true }],
          thresholds: [{ fromCents: 0n, required: 1, onCall: 1 }],
          mayTake: true,
        },
      ],
    })
    const turnId = page.funds[0]?.turns[0]?.id ?? ''
    expect(await load(onCall, team.intake)).toMatchObject({
      funds: [{ turns: [{ mayEnd: false }], mayTake: false }],
    })
    expect(await send({ intent: 'end', turnId }, team.treasurer)).toMatchObject({
      status: 409,
      data: { refusal: { code: 'turn_is_ended_by_its_own' } },
    })
    expect(locationOf(await send({ intent: 'end', turnId }))).toBe('/admin/on-call')
    const auditor = await givenActor(team.fundId, ['auditor'])
    await signIn(auditor)
    expect((await thrown((await route(onCall)).loader(await args(auditor)))).status).toBe(403)
  })
})
