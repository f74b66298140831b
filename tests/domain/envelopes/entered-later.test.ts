import { beforeEach, describe, expect, test } from 'vitest'
import { cancelEnvelope } from '#app/domain/envelopes/cancel-envelope.server.ts'
import { expireEnvelopes } from '#app/domain/envelopes/expire-envelopes.server.ts'
import { envelopePage } from '#app/domain/envelopes/reads/envelope-page.server.ts'
import { myNights } from '#app/domain/envelopes/reads/my-nights.server.ts'
import { asOfTime } from '#app/platform/clock.ts'
import { inTransaction } from '#app/platform/db.ts'
import { brokenBooks } from '#tests/support/books.ts'
import type { Team } from '#tests/support/given-disbursement.ts'
import {
  checkedBy,
  confirmBy,
  drawBy,
  drawChecked,
  freeOf,
  givenEnvelope,
  givenNightTeam,
  onSaturday,
  weekend,
} from '#tests/support/given-envelope.ts'
import { whyRefused } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

/** Ten minutes before midnight of Saturday, at a window without signal. */
const withoutSignal = new Date('2030-03-03T05:50:00Z')
const sunday = { opens: new Date('2030-03-02T00:00:00Z'), closes: new Date('2030-03-03T06:00:00Z') }
const mondayMorning = new Date('2030-03-04T15:00:00Z')
const mondayNoon = new Date('2030-03-04T18:00:00Z')

let team: Team
let envelopeId: string
beforeEach(async () => {
  team = await givenNightTeam()
  envelopeId = await givenEnvelope(team, { opensAt: sunday.opens, closesAt: sunday.closes })
})

const inTheMorning = <T>(work: () => Promise<T>): Promise<T> => asOfTime(mondayMorning, work)
const reader = () => ({
  ...{ id: team.intake.id, fundIds: [team.fundId], language: 'en' },
  roles: [{ fundId: team.fundId, role: 'intake' as const }],
})

test('a bond that was posted without signal is entered before noon with its moment; its money waited for it', async () => {
  await inTheMorning(async () => {
    await expireEnvelopes()
    expect(await freeOf(team.fundId)).toBe(14_000_00n)
    expect(await myNights(reader())).toMatchObject([{ stage: 'closing', whyNotDraw: null }])
    await drawBy(team.intake, envelopeId, { occurredAt: withoutSignal })
  })
  const [draw] = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.envelopeDraw.findMany({ where: { envelopeId } }),
  )
  expect(draw).toMatchObject({ occurredAt: withoutSignal, enteredAt: mondayMorning, confirmBy: mondayNoon })
  const bond = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.bond.findFirstOrThrow({ where: { disbursementId: draw?.disbursementId ?? '' } }),
  )
  expect(bond.postedAt).toEqual(withoutSignal)

  const page = await inTheMorning(() => envelopePage({ envelopeId, staff: reader() }))
  expect(page).toMatchObject({ stage: 'closing', draws: [{ at: withoutSignal, enteredAt: mondayMorning }] })
  expect(page?.draws[0]?.late).toBe(mondayMorning.getTime() - withoutSignal.getTime())

  await inTheMorning(() => confirmBy(team.approver, draw?.disbursementId ?? ''))
  await asOfTime(mondayNoon, () => expireEnvelopes())
  expect(await freeOf(team.fundId)).toBe(19_000_00n)
  expect(await brokenBooks()).toEqual([])
})

test('from noon on it is refused, whatever is said, and its rest is free', async () => {
  await asOfTime(mondayNoon, async () => {
    expect(await whyRefused(drawBy(team.intake, envelopeId, { occurredAt: withoutSignal }))).toBe(
      'envelope_is_closed',
    )
    await expireEnvelopes()
  })
  expect(await freeOf(team.fundId)).toBe(20_000_00n)
})

describe('a late entry is no way to draw after the close', () => {
  test.each([
    ['nothing said', undefined, 'draw_comes_while_the_envelope_is_open'],
    ['the close itself', sunday.closes, 'draw_comes_while_the_envelope_is_open'],
    ['before it opened', new Date(sunday.opens.getTime() - 60_000), 'draw_comes_while_the_envelope_is_open'],
    ['what lies ahead', new Date(mondayMorning.getTime() + 60_000), 'fact_lies_ahead'],
  ])('%s is refused', async (_what, occurredAt, code) => {
    const drawn = occurredAt ? { occurredAt } : {}
    expect(await inTheMorning(() => whyRefused(drawBy(team.intake, envelopeId, drawn)))).toBe(code)
    expect(await freeOf(team.fundId)).toBe(14_000_00n)
  })

  test('while the night is open a moment that lies ahead, or before it, draws nothing either', async () => {
    await onSaturday(async () => {
      const draw = (occurredAt: Date) => whyRefused(drawBy(team.intake, envelopeId, { occurredAt }))
      expect(await draw(withoutSignal)).toBe('fact_lies_ahead')
      expect(await draw(weekend.fridayNoon)).toBe('draw_comes_while_the_envelope_is_open')
    })
  })

  test('cap, number, posters and a cancelled night hold', async () => {
    await inTheMorning(async () => {
      const draw = (of: { principal?: bigint; staff?: typeof team.intake } = {}) =>
        whyRefused(drawBy(of.staff ?? team.intake, envelopeId, { ...of, occurredAt: withoutSignal }))
      expect(await draw({ principal: 2_500_01n })).toBe('draw_stays_below_the_cap')
      expect(await draw({ staff: team.treasurer })).toBe('only_a_named_poster_draws')
      await cancelEnvelope({ staff: team.treasurer, envelopeId, reason: 'stop_now' })
      expect(await draw()).toBe('envelope_is_cancelled')
    })
    expect(await freeOf(team.fundId)).toBe(20_000_00n)
  })

  test('a draw of the night that nobody confirmed in time stops a late entry, and is itself due by the noon after it happened', async () => {
    const long = await givenEnvelope(team)
    await asOfTime(weekend.mondayNight, async () => {
      const late = () => drawBy(team.intake, long, { principal: 500_00n, occurredAt: withoutSignal })
      const { disbursementId } = await late()
      expect(await whyRefused(late())).toBe('envelope_is_frozen')
      await confirmBy(team.approver, disbursementId)
      await late()
    })
  })

  test('fifty at once in the last hour: never more than the number and the total', async () => {
    const few = await givenEnvelope(team, {
      ...{ total: 5_000_00n, cap: 1_000_00n, bonds: 7 },
      ...{ opensAt: sunday.opens, closesAt: sunday.closes },
    })
    const outcomes = await inTheMorning(async () => {
      const checked = await checkedBy(team.intake, few, {
        ...{ principal: 990_00n, fees: 10_00n, occurredAt: withoutSignal },
      })
      return Promise.allSettled(Array.from({ length: 50 }, () => drawChecked(team.intake, few, checked)))
    })
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(5)
    expect(await freeOf(team.fundId)).toBe(9_000_00n)
    expect(await brokenBooks()).toEqual([])
  })
})
