import { beforeAll, describe, expect, test } from 'vitest'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import type { EnvelopePage } from '#app/domain/envelopes/reads/envelope-page.server.ts'
import { givenActor, type Team } from '#tests/support/given-disbursement.ts'
import { givenNightTeam } from '#tests/support/given-envelope.ts'
import { drawForm, givenClosingNight } from '#tests/support/given-open-night.ts'
import { givenPoster } from '#tests/support/given-posting.ts'
import { act, code, load, locationOf, signIn } from '#tests/support/staff-requests.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()

const night = 'admin.envelopes.$envelopeId/route.tsx'
const window = 'admin.postings.nights.$envelopeId.tsx'
const postings = 'admin.postings._index.tsx'

let team: Team
let poster: ActingStaff
let second: ActingStaff
beforeAll(async () => {
  team = await givenNightTeam(90_000_00n)
  poster = await givenPoster(team.fundId)
  second = await givenActor(team.fundId, ['approver'])
  for (const staff of [team.intake, team.treasurer, team.approver, second, poster]) await signIn(staff)
})

const pageOf = async (staff: ActingStaff, envelopeId: string) =>
  (await load<{ page: EnvelopePage }>(night, staff, { envelopeId })).page

/** As a browser’s field writes it, on the fund’s clock. */
const local = (hours: number) =>
  new Date(Date.now() + hours * 3_600_000)
    .toLocaleString('sv-SE', { timeZone: 'America/Chicago' })
    .slice(0, 16)
    .replace(' ', 'T')

describe('at the window', () => {
  type Checked = { data: { values: Record<string, string>; checked: unknown } }
  const send = (staff: ActingStaff, envelopeId: string, form: Record<string, string>) =>
    act(window, staff, form, { envelopeId })

  test('after the close what was posted is entered with its moment, and who confirms it reads how late', async () => {
    const posting = await givenPoster(team.fundId)
    await signIn(posting)
    const envelopeId = await givenClosingNight(world, team, { posterIds: [posting.id] })
    expect(await load(postings, posting)).toMatchObject({ nights: [{ id: envelopeId, stage: 'closing' }] })
    expect(await load(window, posting, { envelopeId })).toMatchObject({ night: { whyNotDraw: null } })

    const check = (occurredAt: string) =>
      send(posting, envelopeId, { step: 'check', ...drawForm({ occurredAt }) })
    for (const [occurredAt, code] of [
      ['', 'draw_comes_while_the_envelope_is_open'],
      [local(-0.5), 'draw_comes_while_the_envelope_is_open'],
      [local(1), 'fact_lies_ahead'],
    ] as const)
      expect(await check(occurredAt)).toMatchObject({
        status: 409,
        data: { values: { occurredAt, payee: 'Larkspur County Clerk' }, errors: { occurredAt: code } },
      })
    expect(await check('midnight')).toMatchObject({
      status: 422,
      data: { errors: { occurredAt: 'malformed' } },
    })
    const moment = local(-4)
    const looked = (await check(moment)) as unknown as Checked
    expect(looked).toMatchObject({ status: 200, data: { values: { occurredAt: moment } } })
    const paid = { ...looked.data.values, step: 'draw', method: 'cash', receiptNumber: 'N-9', exposure: '' }
    const done = await send(posting, envelopeId, { ...paid, code: code(posting) })
    expect(locationOf(done)).toBe(`/admin/postings/nights/${envelopeId}?drawn=1`)

    const page = await pageOf(team.approver, envelopeId)
    expect(page).toMatchObject({ stage: 'closing', left: 5_500_00n, held: 5_500_00n })
    expect(Math.floor((page.draws[0]?.late ?? 0) / 3_600_000)).toBe(4)
  })
})
