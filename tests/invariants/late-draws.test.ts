import { beforeEach, describe, expect, test } from 'vitest'
import { namingViolations } from '#app/platform/constraint.ts'
import { run, type Statement } from '#tests/support/by-hand.ts'
import { drawByHand, type Night } from '#tests/support/draw-by-hand.ts'
import type { Team } from '#tests/support/given-disbursement.ts'
import { givenEnvelope, givenNightTeam, weekend } from '#tests/support/given-envelope.ts'
import { brokenRule } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()

let team: Team
beforeEach(async () => {
  team = await givenNightTeam()
})

const draw = (envelopeId: string, of?: Partial<Night>) => drawByHand(team, envelopeId, of)

/** The same SQL by hand, as the role that the app runs as and as the owner of the tables. */
describe.each(Object.entries({ app: world.appUrl, owner: world.ownerUrl }))('as %s', (_role, url) => {
  const broken = (statements: Statement[]) => brokenRule(namingViolations(() => run(url, statements)))
  const attack = async (envelopeId: string, of?: Partial<Night>) => broken(await draw(envelopeId, of))

  test('what happened while it was open is entered until noon after it closed, and not before it happened', async () => {
    const envelopeId = await givenEnvelope(team)
    const at = weekend.saturdayNight
    const attackAt = (enteredAt: Date, of: Partial<Night> = {}) =>
      attack(envelopeId, { at, enteredAt, ...of })
    expect(await attackAt(weekend.tuesdayNoon)).toBe('draw_comes_while_the_envelope_is_open')
    expect(await attackAt(weekend.mondayNight, { at: weekend.closes })).toBe(
      'draw_comes_while_the_envelope_is_open',
    )
    expect(await attackAt(new Date('2030-03-02T12:00:00Z'))).toBe('draw_is_entered_after_it_happened')
    expect(await attackAt(weekend.mondayNight, { by: team.treasurer.id })).toBe('only_a_named_poster_draws')
    await run(url, await draw(envelopeId, { at, enteredAt: weekend.mondayNight }))
    // Entered late, it is late: the next one waits until somebody has looked at it.
    expect(await attackAt(weekend.mondayNight)).toBe('unconfirmed_draw_freezes_the_envelope')
  })

  test('a night by hand names a noon of work after its close until which draws are entered', async () => {
    const like = await givenEnvelope(team)
    const plan = (until: string | null): Statement => [
      `insert into night_envelope (fund_id, purpose_version, purpose_codes, poster_ids, total_cents, cap_cents, bond_count,
                                   opens_at, closes_at, entered_until, content_hash, proposed_by, occurred_at)
         select fund_id, purpose_version, purpose_codes, poster_ids, total_cents, cap_cents, bond_count,
                opens_at, closes_at, $2, content_hash, proposed_by, occurred_at from night_envelope where id = $1`,
      [like, until],
    ]
    for (const until of [
      null,
      '2030-03-05T17:00:00Z',
      '2030-03-04T18:00:00Z',
      '2030-03-09T18:00:00Z',
      '2030-03-12T17:00:00Z',
    ])
      expect([until, await broken([plan(until)])]).toEqual([until, 'draws_are_entered_by_noon'])
    await run(url, [plan('2030-03-05T18:00:00Z')])
  })
})

/** As if the night had been three days ago, and its entries had ended or had not. */
