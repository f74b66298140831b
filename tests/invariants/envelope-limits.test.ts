import { beforeEach, describe, expect, test } from 'vitest'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { namingViolations } from '#app/platform/constraint.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { run, type Statement } from '#tests/support/by-hand.ts'
import { drawByHand, type Night } from '#tests/support/draw-by-hand.ts'
import { givenStepUp } from '#tests/support/given.ts'
import { givenActor, type Team } from '#tests/support/given-disbursement.ts'
import {
  givenEnvelope,
  givenNightTeam,
  givenProposedEnvelope,
  weekend,
} from '#tests/support/given-envelope.ts'
import { givenLimits } from '#tests/support/given-limits.ts'
import { givenPoster } from '#tests/support/given-posting.ts'
import { brokenRule } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()

let team: Team
beforeEach(async () => {
  team = await givenNightTeam()
})

describe.each(Object.entries({ app: world.appUrl, owner: world.ownerUrl }))('as %s', (_role, url) => {
  const broken = (statements: Statement[]) => brokenRule(namingViolations(() => run(url, statements)))

  test('caps of the fund hold for what is set aside by hand, and a draw is not counted twice', async () => {
    const administrators = [
      await givenActor(team.fundId, ['administrator']),
      await givenActor(team.fundId, ['administrator']),
    ] as const
    const limit = (capCents: bigint, dailyCapCents: bigint) =>
      givenLimits([...administrators], team.fundId, { capCents, dailyCapCents })
    const open = await givenEnvelope(team, { total: 3_000_00n, cap: 1_500_00n })
    const envelopeId = await givenProposedEnvelope(team)
    const rows = await run<{ content_hash: string }>(world.ownerUrl, [
      ['select content_hash from night_envelope where id = $1', [envelopeId]],
    ])
    const contentHash = rows[0]?.content_hash ?? ''
    const stepUp = await givenStepUp(
      team.approver.id,
      boundTo.approveEnvelope({ id: envelopeId, contentHash }),
    )
    const setAside: Statement[] = [
      [
        `insert into envelope_approval (envelope_id, approver_id, content_hash, step_up_id, occurred_at)
           values ($1, $2, $3, $4, $5)`,
        [envelopeId, team.approver.id, contentHash, stepUp, weekend.fridayNoon],
      ],
      [
        `insert into envelope_reservation (envelope_id, fund_id, amount_cents, free_to_commit_seen_cents, occurred_at)
           values ($1, $2, 600000, 0, $3)`,
        [envelopeId, team.fundId, weekend.fridayNoon],
      ],
    ]
    await limit(2_000_00n, 50_000_00n)
    expect(await broken(setAside)).toBe('disbursement_stays_within_cap')
    await limit(2_500_00n, 8_999_99n)
    expect(await broken(setAside)).toBe('fund_stays_within_daily_cap')
    await limit(1_000_00n, 9_000_00n)
    expect(await broken(await drawByHand(team, open, { amount: 1_000_01n }))).toBe(
      'disbursement_stays_within_cap',
    )
    await limit(2_500_00n, 9_000_00n)
    await run(url, setAside)
    await run(url, await drawByHand(team, open, { amount: 1_500_00n }))
    expect(await brokenBooks()).toEqual([])
  })

  test('a poster pays by hand what they draw, and not what another drew', async () => {
    const [poster, other] = [await givenPoster(team.fundId), await givenPoster(team.fundId, 'Omar Example')]
    const envelopeId = await givenEnvelope(team, { posterIds: [poster.id, team.intake.id] })
    const draw = (of: Partial<Night>) => drawByHand(team, envelopeId, of)
    expect(await broken(await draw({ paidBy: poster.id }))).toBe('poster_pays_what_is_assigned')
    expect(await broken(await draw({ by: other.id }))).toBe('only_a_named_poster_draws')
    await run(url, await draw({ by: poster.id }))
    expect(await brokenBooks()).toEqual([])
  })
})
