import { beforeEach, describe, expect, test } from 'vitest'
import { cancelEnvelope } from '#app/domain/envelopes/cancel-envelope.server.ts'
import { expireEnvelopes } from '#app/domain/envelopes/expire-envelopes.server.ts'
import { myNight, myNights } from '#app/domain/envelopes/reads/my-nights.server.ts'
import { cents } from '#app/domain/money/cents.ts'
import type { Role } from '#app/domain/staff/access.ts'
import { asOfTime } from '#app/platform/clock.ts'
import { inTransaction } from '#app/platform/db.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { givenAdvance } from '#tests/support/given-advance.ts'
import { approveBy, givenActor, givenProposal, type Team } from '#tests/support/given-disbursement.ts'
import {
  drawBy,
  freeOf,
  givenEnvelope,
  givenNightTeam,
  givenProposedEnvelope,
  onFriday,
  onSaturday,
  weekend,
  yesTo,
} from '#tests/support/given-envelope.ts'
import { givenLimits } from '#tests/support/given-limits.ts'
import { givenPoster } from '#tests/support/given-posting.ts'
import { refusalOf, whyRefused } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

let team: Team
beforeEach(async () => {
  team = await givenNightTeam()
})

const readAs = (id: string, role: Role = 'poster', of = team) => ({
  ...{ id, fundIds: role === 'poster' ? [] : [of.fundId], language: 'en' },
  roles: [{ fundId: of.fundId, role }],
})

const system: <T>(work: Parameters<typeof inTransaction<T>>[1]) => Promise<T> = (work) =>
  inTransaction({ scope: { kind: 'system' } }, work)

describe('what a fund lets through', () => {
  const limited = async (capCents: bigint, dailyCapCents: bigint) => {
    const administrators = [
      await givenActor(team.fundId, ['administrator']),
      await givenActor(team.fundId, ['administrator']),
    ] as const
    await givenLimits([...administrators], team.fundId, { capCents, dailyCapCents })
  }

  test('holds for each draw, when it is planned and again when it is set aside', async () => {
    const before = await givenProposedEnvelope(team, { cap: 2_500_00n })
    await limited(2_000_00n, 50_000_00n)
    expect(await refusalOf(onFriday(() => yesTo(before, team.approver)))).toEqual({
      code: 'disbursement_stays_within_cap',
      params: { cap: 2_000_00n, needed: 2_500_00n },
    })
    expect(await whyRefused(givenProposedEnvelope(team, { cap: 2_000_01n, bonds: 5 }))).toBe(
      'disbursement_stays_within_cap',
    )
    expect(await freeOf(team.fundId)).toBe(20_000_00n)
  })

  test('counts a night on the day on which it is set aside, its draws not again, and its rest not when it is free', async () => {
    await limited(7_000_00n, 8_000_00n)
    const byDay = await givenProposal(team, { principal: 2_000_01n })
    const envelopeId = await givenEnvelope(team)
    const second = await givenProposedEnvelope(team)
    const tooMuch = {
      code: 'fund_stays_within_daily_cap',
      params: { left: 2_000_00n, needed: 2_000_01n },
    }
    expect(await refusalOf(onFriday(() => yesTo(second, team.approver)))).toMatchObject({
      code: 'fund_stays_within_daily_cap',
    })
    expect(await refusalOf(approveBy(team.approver, byDay))).toEqual(tooMuch)
    await onSaturday(() => drawBy(team.intake, envelopeId))
    expect(await refusalOf(approveBy(team.approver, byDay))).toEqual(tooMuch)
    const cancelled = { staff: team.treasurer, envelopeId, reason: 'stop_now' } as const
    await onSaturday(() => cancelEnvelope(cancelled))
    expect(await refusalOf(approveBy(team.approver, byDay))).toEqual(tooMuch)
    expect(await brokenBooks()).toEqual([])
  })
})

describe('whoever posts and sees no fund', () => {
  test('draws from a night that names them, and sees of it what a window needs', async () => {
    const poster = await givenPoster(team.fundId)
    const other = await givenPoster(team.fundId, 'Omar Example')
    const envelopeId = await givenEnvelope(team, { posterIds: [poster.id, team.intake.id] })
    await onSaturday(async () => {
      await drawBy(team.intake, envelopeId)
      const { disbursementId, bondId } = await drawBy(poster, envelopeId, { principal: 700_00n })
      expect(bondId).not.toBeNull()
      const nights = await myNights(readAs(poster.id))
      expect(nights).toHaveLength(1)
      expect(nights[0]).toMatchObject({ stage: 'open', left: 4_300_00n, bondsLeft: 1, whyNotDraw: null })
      expect(nights[0]?.mine.map((draw) => [draw.disbursementId, draw.confirmBy])).toEqual([
        [disbursementId, weekend.mondayNoon],
      ])
      expect(await myNight({ envelopeId, staff: readAs(other.id) })).toBeNull()
      expect(await whyRefused(drawBy(other, envelopeId))).toBe('envelope_unknown')
    })
    expect(await freeOf(team.fundId)).toBe(14_000_00n)
    expect(await brokenBooks()).toEqual([])
  })

  test('no longer does when their role is taken back', async () => {
    const poster = await givenPoster(team.fundId)
    const envelopeId = await givenEnvelope(team, { posterIds: [poster.id] })
    await system((tx) => tx.staffRole.deleteMany({ where: { staffId: poster.id } }))
    await onSaturday(async () => {
      expect(await myNights(readAs(poster.id))).toEqual([])
      expect(await whyRefused(drawBy(poster, envelopeId))).toBe('envelope_unknown')
    })
  })

  test('in their own scope nothing of a night is shown but that it names them', async () => {
    const poster = await givenPoster(team.fundId)
    const named = await givenEnvelope(team, { posterIds: [poster.id, team.intake.id] })
    await givenEnvelope(team)
    await onSaturday(() => drawBy(team.intake, named))
    await inTransaction({ scope: { kind: 'poster', staffId: poster.id } }, async (tx) => {
      expect(await tx.nightEnvelope.findMany({ select: { id: true } })).toEqual([{ id: named }])
      expect([
        await tx.envelopeApproval.count(),
        await tx.envelopeReservation.count(),
        await tx.envelopeDraw.count(),
        await tx.envelopeDrawConfirmation.count(),
        await tx.disbursement.count(),
      ]).toEqual([0, 0, 0, 0, 0])
    })
  })
})

describe('what a draw is paid from', () => {
  test('cash that was signed out to the poster leaves their hands, not the bank again', async () => {
    const advanceId = await givenAdvance(team, { amount: 2_000_00n })
    const envelopeId = await givenEnvelope(team)
    expect(await freeOf(team.fundId)).toBe(12_000_00n)
    await onSaturday(async () => {
      await drawBy(team.intake, envelopeId, { from: { advanceId } })
      expect(
        await refusalOf(drawBy(team.intake, envelopeId, { principal: 1_000_01n, from: { advanceId } })),
      ).toEqual({ code: 'payment_stays_within_its_advance', params: { left: 1_000_00n } })
    })
    // A thousand was set aside by the night and lay in the poster's hands beside it; now it is on one bond.
    expect(await freeOf(team.fundId)).toBe(13_000_00n)
    expect(await system((tx) => tx.advancePayment.count({ where: { advanceId } }))).toBe(1)
    expect(await brokenBooks()).toEqual([])
  })

  test('a percentage bond keeps what it can cost beyond its deposit', async () => {
    const envelopeId = await givenEnvelope(team)
    const { bondId } = await onSaturday(() =>
      drawBy(team.intake, envelopeId, { principal: 500_00n, exposure: cents(5_000_00n) }),
    )
    const bond = await system((tx) => tx.bond.findUniqueOrThrow({ where: { id: bondId ?? '' } }))
    expect(bond.exposureCents).toBe(5_000_00n)
  })
})

test('administrators hear of a night that is approved, of each draw, and once that it froze', async () => {
  const ada = await givenActor(team.fundId, ['administrator'])
  const envelopeId = await givenEnvelope(team)
  await onSaturday(() => drawBy(team.intake, envelopeId))
  await asOfTime(weekend.mondayNoon, async () => {
    await expireEnvelopes()
    await expireEnvelopes()
  })
  const told = await system((tx) =>
    tx.mail.findMany({ where: { staffId: ada.id }, orderBy: { dedupeKey: 'asc' } }),
  )
  expect(told.map(({ dedupeKey }) => dedupeKey.split(':')[1])).toEqual([
    'night_approved',
    'night_frozen',
    'paid',
  ])
})
