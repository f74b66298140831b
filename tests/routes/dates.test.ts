import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { loader as calendarLoader } from '#app/routes/calendar.$file.ts'
import { callsOf, givenDailyDates, givenDate, inDays } from '#tests/support/given-dates.ts'
import { givenPostedBond, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { givenActiveBond, walk } from '#tests/support/given-loss.ts'
import { act, args, load, locationOf, route, signIn, thrown } from '#tests/support/staff-requests.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

const dates = 'admin.bonds.$bondId_.dates/route.tsx'
const step = 'admin.bonds.$bondId.step.tsx'
const month = 'admin.dates/route.tsx'

let team: Team
let bondId: string
beforeAll(async () => {
  team = await givenTeam({ bank: 100_000_00n, fund: { slug: 'bail' } })
  for (const staff of [team.intake, team.approver]) await signIn(staff)
  bondId = await givenActiveBond(team, { occurredAt: new Date(Date.now() - 9 * 86_400_000) })
})

const record = (form: Record<string, string>, id = bondId) => act(dates, team.intake, form, { bondId: id })
const page = async () => (await load<Page>(dates, team.approver, { bondId })).page
type Page = {
  page: {
    state: string
    dates: { id: string; end: { outcome: string } | null; calls: { id: string }[] }[]
    missed: { id: string; answers: unknown[] }[]
    deadlines: { id: string; end: unknown }[]
    checks: unknown[]
    contact: object | null
    rides: { id: string; dateId: string | null; driver: string; takenBack: unknown }[]
  }
  scripts: Record<string, string>
}
const added = {
  ...{ act: 'add', day: inDays(20), half: 'morning', hearing: 'plea' },
  ...{ building: 'Larkspur County Court', room: '2', knownFrom: 'court_notice' },
}
const next = { day: '', half: '', hearing: '', building: '', room: '' }
const here = () => `/admin/bonds/${bondId}/dates`

describe('the dates of one case', () => {
  test('what cannot be read comes back whole and moves nothing', async () => {
    const form = { ...added, day: 'soon', half: '', building: ' ' }
    expect(await record(form)).toMatchObject({
      status: 422,
      data: { values: form, errors: { day: 'malformed', half: 'required', building: 'required' } },
    })
    expect(await record({ act: 'nothing' })).toMatchObject({ status: 422 })
    expect((await page()).dates).toEqual([])
  })

  test('a date is added, moved, and missed: the bond follows, and three questions wait', async () => {
    expect(locationOf(await record(added))).toBe(here())
    expect(await record(added)).toMatchObject({
      status: 409,
      data: { values: added, errors: { day: 'date_is_entered_once' } },
    })
    const dateId = (await page()).dates[0]?.id ?? ''
    const change = { act: 'change', dateId, change: 'moved', knownFrom: 'lawyer', ...next }
    expect(await record(change)).toMatchObject({ status: 422, data: { errors: { day: 'required' } } })
    const to = { day: inDays(0), half: 'afternoon', hearing: 'plea', building: 'Annex', room: '' }
    expect(locationOf(await record({ ...change, ...to }))).toBe(here())
    const moved = (await page()).dates.find(({ end }) => end === null)?.id ?? ''
    const outcome = { act: 'outcome', dateId: moved, knownFrom: 'lawyer', occurredAt: '', ...next }
    expect(locationOf(await record({ ...outcome, outcome: 'missed' }))).toBe(here())
    expect(await record({ ...outcome, outcome: 'appeared' })).toMatchObject({
      status: 409,
      data: { refusal: { code: 'date_has_one_outcome' } },
    })

    const { state, missed } = await page()
    expect(state).toBe('missed_court')
    const answer = { act: 'missed', missedId: missed[0]?.id ?? '', lawyer: 'called', proofOn: '' }
    expect(
      await record({ ...answer, whereabouts: 'in_hospital', proofKind: 'hospital_letter' }),
    ).toMatchObject({ status: 422, data: { errors: { proofOn: 'proof_has_kind_and_day' } } })
    const wrongYear = {
      ...answer,
      whereabouts: 'in_hospital',
      proofKind: 'hospital_letter',
      proofOn: '1926-01-15',
    }
    expect(await record(wrongYear)).toMatchObject({
      status: 409,
      data: { refusal: { code: 'day_is_of_its_case', field: 'proofOn' } },
    })
    expect(locationOf(await record({ ...answer, whereabouts: 'in_hospital', proofKind: '' }))).toBe(here())
    expect((await page()).missed[0]?.answers).toHaveLength(1)
  })

  test('calls wait with words in the person’s language, and are recorded with the ride', async () => {
    const yes = { act: 'contact', wantsCalls: 'yes', language: 'es', voicemail: 'no' }
    expect(await record({ ...yes, wantsCalls: 'no', voicemail: 'yes' })).toMatchObject({
      status: 409,
      data: { errors: { voicemail: 'voicemail_needs_a_yes' } },
    })
    expect(locationOf(await record(yes))).toBe(here())
    await givenDate(team, bondId)
    const [call] = await callsOf(bondId)
    const { scripts } = await load<Page>(dates, team.intake, { bondId })
    expect(scripts[call?.id ?? '']).toMatch(/^Hola\. .* por la tarde, en Larkspur County Court\./)
    await record({ ...yes, language: 'ar' })
    expect((await load<Page>(dates, team.intake, { bondId })).scripts[call?.id ?? '']).toMatch(/^مرحبًا/)
    expect(await record({ ...yes, language: 'other', languageName: ' ' })).toMatchObject({
      status: 409,
      data: { errors: { languageName: 'other_language_is_named' } },
    })
    expect(locationOf(await record({ ...yes, language: 'other', languageName: 'Dari' }))).toBe(here())
    expect((await page()).contact).toMatchObject({ language: 'other', languageName: 'Dari' })
    const made = { act: 'call', callId: call?.id ?? '', outcome: 'reached', ride: '' }
    expect(await record(made)).toMatchObject({
      status: 409,
      data: { errors: { ride: 'ride_is_asked_of_the_person' } },
    })
    expect(locationOf(await record({ ...made, ride: 'wanted' }))).toBe(here())

    const dateId = call?.dateId ?? ''
    const ride = { act: 'arrange_ride', dateId, driver: '', word: '' }
    expect(await record(ride)).toMatchObject({ status: 422, data: { errors: { driver: 'required' } } })
    expect(await record({ ...ride, driver: 'staff', word: 'Blue car' })).toMatchObject({
      status: 409,
      data: { errors: { word: 'ride_word_needs_a_person' } },
    })
    expect(await record({ ...ride, dateId: '', driver: 'staff' })).toMatchObject({
      status: 409,
      data: { refusal: { code: 'ride_home_is_of_the_held' } },
    })
    expect((await page()).rides).toEqual([])
    expect(locationOf(await record({ ...ride, driver: 'staff' }))).toBe(here())
    const [arranged] = (await page()).rides
    expect(arranged).toMatchObject({ dateId, driver: 'staff', takenBack: null })
    const back = { act: 'take_back_ride', rideId: arranged?.id ?? '' }
    expect(locationOf(await record(back))).toBe(here())
    expect(await record(back)).toMatchObject({
      status: 409,
      data: { refusal: { code: 'ride_is_taken_back_once' } },
    })
  })

  test('a notice is recorded with its days, another day from its paper, and how a day ended', async () => {
    const notice = { to: 'forfeiture_noticed', knownFrom: 'court_notice', occurredAt: '' }
    const put = (form: Record<string, string>) => act(step, team.intake, form, { bondId })
    expect(await put({ ...notice, paperOn: inDays(-2), lastDay: '' })).toMatchObject({
      status: 409,
      data: { errors: { lastDay: 'notice_carries_its_date' } },
    })
    expect(locationOf(await put({ ...notice, paperOn: inDays(-2), lastDay: inDays(30) }))).toBe(
      `/admin/bonds/${bondId}`,
    )
    const pay = { act: 'deadline', kind: 'pay_forfeiture', paper: 'court_order', paperOn: inDays(-1) }
    expect(await record({ ...pay, lastDay: '' })).toMatchObject({
      status: 422,
      data: { errors: { lastDay: 'required' } },
    })
    expect(locationOf(await record({ ...pay, lastDay: inDays(3) }))).toBe(here())
    const { deadlines } = await page()
    expect(deadlines).toHaveLength(2)
    const end = { act: 'deadline_end', deadlineId: deadlines[0]?.id ?? '' }
    expect(await record({ ...end, outcome: 'missed' })).toMatchObject({ status: 409 })
    expect(locationOf(await record({ ...end, outcome: 'met' }))).toBe(here())
  })

  test('someone who is still inside is asked about', async () => {
    const { bondId: held } = await givenPostedBond(team)
    const check = { act: 'release', answer: 'detainer' }
    expect(locationOf(await record(check, held))).toBe(`/admin/bonds/${held}/dates`)
    expect(await record(check)).toMatchObject({
      status: 409,
      data: { refusal: { code: 'only_the_held_are_asked_about' } },
    })
  })
})

type Ahead = { calendar: { coming: { id: string; day: string }[]; after: string | null } }

describe('the month ahead', () => {
  test('shows what comes and what waits, by fund and by month', async () => {
    expect(await load(month, team.intake)).toMatchObject({
      calendar: {
        coming: [{ day: inDays(30), building: 'Larkspur County Court' }],
        funds: [{ slug: 'bail' }],
      },
      feed: null,
    })
    const elsewhere = await load(month, team.intake, undefined, '?fund=elsewhere&month=2026-99')
    expect(elsewhere).toMatchObject({ calendar: { coming: [], tasks: [], days: [] } })
    const then = inDays(30).slice(0, 7)
    expect(await load(month, team.intake, undefined, `?month=${then}`)).toMatchObject({
      calendar: {
        month: then,
        days: expect.arrayContaining([{ day: inDays(30), morning: 0, afternoon: 1 }]),
      },
    })
  })

  test('goes on page by page to the last date, each date once', async () => {
    const busy = await givenTeam({ fund: { slug: 'busy' } })
    await signIn(busy.intake)
    const one = await givenActiveBond(busy)
    const other = await givenActiveBond(busy)
    // Two cases on the day where one page ends and the next begins.
    const dates = [
      ...(await givenDailyDates(busy, one, { from: 1, count: 130 })),
      ...(await givenDailyDates(busy, other, { from: 2, count: 120 })),
    ]
    const seen: { id: string; day: string }[] = []
    let after: string | null = null
    do {
      const search: string = after ? `?fund=busy&after=${after}` : '?fund=busy'
      const { calendar: found }: Ahead = await load<Ahead>(month, busy.intake, undefined, search)
      seen.push(...found.coming)
      after = found.after
    } while (after)
    expect(seen.map(({ id }) => id).sort()).toEqual(dates.sort())
    expect(seen.map(({ day }) => day)).toEqual(seen.map(({ day }) => day).sort())

    for (const unknown of ['nothing', randomUUID()]) {
      const { calendar: found } = await load<Ahead>(month, busy.intake, undefined, `?after=${unknown}`)
      expect(found.coming[0]).toMatchObject({ day: inDays(1) })
    }
  })

  test('a private calendar is shown once, read without a cookie, kept by nobody, and ends at once', async () => {
    const answer = await act(month, team.intake, { act: 'start' })
    const address = 'data' in answer ? String((answer.data as unknown as { address: string }).address) : ''
    const file = address.split('/').at(-1) ?? ''
    const read = (of: string) => calendarLoader({ ...strange, params: { file: of } })
    const found = await read(file)
    expect([found.status, found.headers.get('Cache-Control'), found.headers.get('Content-Type')]).toEqual([
      200,
      'private, no-store',
      'text/calendar; charset=utf-8',
    ])
    expect(await found.text()).toMatch(
      /SUMMARY:\w{4}-\w{4}\\, afternoon\r\nLOCATION:Larkspur County Court\r\n/,
    )
    for (const of of [
      'x.ics',
      file.replace('.ics', ''),
      `${file}x`,
      `${file.startsWith('_') ? '-' : '_'}${file.slice(1)}`,
    ])
      expect((await read(of)).status).toBe(404)
    const { feed } = await load<{ feed: object }>(month, team.intake)
    expect(Object.keys(feed)).toEqual(['startedAt'])
    expect(locationOf(await act(month, team.intake, { act: 'end' }))).toBe('/admin/dates#feed')
    expect((await read(file)).status).toBe(404)
  })
})

const strange = {
  request: new Request('http://localhost:3000/calendar'),
  context: {},
} as unknown as Parameters<typeof calendarLoader>[0]

test('another fund’s case is not there, by loader and by action', async () => {
  const other = await givenTeam()
  const theirs = await givenActiveBond(other)
  await walk(other, theirs, ['missed_court'])
  const { loader, action } = await route(dates)
  expect((await thrown(loader(await args(team.intake, undefined, { bondId: theirs })))).status).toBe(404)
  expect(
    (await thrown(action?.(await args(team.intake, added, { bondId: theirs })) ?? Promise.resolve())).status,
  ).toBe(404)
})
