import { beforeEach, describe, expect, test } from 'vitest'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { cancelEnvelope } from '#app/domain/envelopes/cancel-envelope.server.ts'
import { checkDraw } from '#app/domain/envelopes/check-draw.server.ts'
import { expireEnvelopes } from '#app/domain/envelopes/expire-envelopes.server.ts'
import { proposeEnvelope } from '#app/domain/envelopes/propose-envelope.server.ts'
import { rejectEnvelope } from '#app/domain/envelopes/reject-envelope.server.ts'
import { addPlace } from '#app/domain/fund-places/add-place.server.ts'
import { cents } from '#app/domain/money/cents.ts'
import { noonOfNextWorkingDay } from '#app/domain/requests/working-days.ts'
import { waitingForMe } from '#app/domain/waiting-for-me.server.ts'
import { asOfTime } from '#app/platform/clock.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { approveBy, givenActor, givenProposal, type Team } from '#tests/support/given-disbursement.ts'
import {
  checkedBy,
  confirmBy,
  drawBy,
  drawChecked,
  envelopeOf,
  freeOf,
  givenEnvelope,
  givenNightTeam,
  givenProposedEnvelope,
  onFriday,
  onSaturday,
  weekend,
  yesTo,
} from '#tests/support/given-envelope.ts'
import { refusalOf, whyRefused } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'
import { givenReviewedRule } from '../jurisdictions/given-rule.ts'

await useWorld()

let team: Team
beforeEach(async () => {
  team = await givenNightTeam()
})

const lostOf = (outcomes: PromiseSettledResult<unknown>[]) =>
  outcomes.filter(({ status }) => status === 'rejected') as PromiseRejectedResult[]

describe('planning', () => {
  test.each([
    [{ purposeCodes: [] }, 'envelope_is_for_bonds'],
    [{ posterIds: [] }, 'envelope_names_one_to_ten_posters'],
    [{ cap: 7_000_00n }, 'envelope_cap_is_within_its_total'],
    [{ bonds: 2 }, 'envelope_total_can_be_drawn'],
    [{ bonds: 51 }, 'envelope_bonds_out_of_range'],
    [{ opensAt: weekend.fridayNoon }, 'envelope_is_planned_ahead'],
    [{ opensAt: new Date('2030-03-16T00:00:00Z') }, 'envelope_opens_within_14_days'],
    [{ closesAt: new Date('2030-03-05T00:00:01Z') }, 'envelope_lasts_at_most_72_hours'],
    [{ closesAt: weekend.opens }, 'envelope_lasts_at_most_72_hours'],
  ])('%o is refused: %s', async (wanted, code) => {
    const envelope = envelopeOf(team, wanted)
    expect(await whyRefused(onFriday(() => proposeEnvelope({ staff: team.treasurer, envelope })))).toBe(code)
  })

  test('a poster may pay, a proposer may propose, and the fund’s purpose is kept', async () => {
    const propose = (staff: ActingStaff, posterIds = [team.intake.id], of = team) =>
      whyRefused(onFriday(() => proposeEnvelope({ staff, envelope: envelopeOf(of, { posterIds }) })))
    expect(await propose(team.approver)).toBe('role_may_not')
    expect(await propose(team.treasurer, [team.approver.id])).toBe('envelope_posters_hold_the_role')
    const other = await givenNightTeam()
    expect(await propose(team.treasurer, [other.intake.id])).toBe('envelope_posters_hold_the_role')
  })

  test('its total is set aside with the last yes, below what is free, by others than its people', async () => {
    const envelopeId = await givenProposedEnvelope(team)
    expect(await freeOf(team.fundId)).toBe(20_000_00n)
    expect(await whyRefused(onFriday(() => yesTo(envelopeId, team.treasurer)))).toBe(
      'approver_is_not_proposer',
    )
    const posting = await givenActor(team.fundId, ['treasurer', 'approver'])
    const theirs = await givenProposedEnvelope(team, { posterIds: [posting.id] })
    expect(await whyRefused(onFriday(() => yesTo(theirs, posting)))).toBe('envelope_approver_is_no_poster')
    expect(await onFriday(() => yesTo(envelopeId, team.approver))).toEqual({ status: 'approved' })
    expect(await freeOf(team.fundId)).toBe(14_000_00n)

    const tooMuch = await givenProposedEnvelope(team, { total: 14_000_01n, cap: 7_000_01n })
    expect(await refusalOf(onFriday(() => yesTo(tooMuch, team.approver)))).toEqual({
      code: 'fund_never_overcommitted',
      params: { free: 14_000_00n, needed: 14_000_01n },
    })
    const byDay = await givenProposal(team, { principal: 14_000_01n })
    expect(await whyRefused(approveBy(team.approver, byDay))).toBe('fund_never_overcommitted')
  })

  test('a no, a taking back, and what nobody approved in time set nothing aside', async () => {
    const [rejected, cancelled, late] = [
      await givenProposedEnvelope(team),
      await givenEnvelope(team),
      await givenProposedEnvelope(team),
    ]
    await onFriday(async () => {
      await rejectEnvelope({ staff: team.approver, envelopeId: rejected, reason: 'too_much' })
      expect(await whyRefused(yesTo(rejected, team.approver))).toBe('envelope_is_rejected')
      const cancel = (staff: ActingStaff) =>
        cancelEnvelope({ staff, envelopeId: cancelled, reason: 'no_longer_needed' })
      expect(await whyRefused(cancel(team.intake))).toBe('cancelled_by_proposer_or_administrator')
      await cancel(team.treasurer)
    })
    expect(await freeOf(team.fundId)).toBe(20_000_00n)
    await onSaturday(async () => {
      expect(await whyRefused(yesTo(late, team.approver))).toBe('envelope_is_expired')
      await expireEnvelopes()
    })
    expect(await whyRefused(onFriday(() => yesTo(late, team.approver)))).toBe('envelope_is_expired')
  })
})

describe('drawing', () => {
  test('by a named poster, within cap, total and number, and once', async () => {
    const envelopeId = await givenEnvelope(team, { total: 2_000_00n, cap: 1_500_00n, bonds: 2 })
    await onSaturday(async () => {
      expect(await whyRefused(drawBy(team.treasurer, envelopeId))).toBe('only_a_named_poster_draws')
      expect(await whyRefused(drawBy(team.approver, envelopeId))).toBe('role_may_not')
      expect(await whyRefused(drawBy(team.intake, envelopeId, { kind: 'immigration_bond' }))).toBe(
        'envelope_is_for_other_bonds',
      )
      expect(await refusalOf(drawBy(team.intake, envelopeId, { principal: 1_500_00n, fees: 1n }))).toEqual({
        code: 'draw_stays_below_the_cap',
        params: { cap: 1_500_00n, needed: 1_500_01n },
      })
      await drawBy(team.intake, envelopeId, { principal: 1_200_00n })
      expect(await refusalOf(drawBy(team.intake, envelopeId))).toEqual({
        code: 'draws_stay_within_the_total',
        params: { left: 800_00n, needed: 1_000_00n },
      })
      await drawBy(team.intake, envelopeId, { principal: 100_00n })
      expect(await whyRefused(drawBy(team.intake, envelopeId, { principal: 1_00n }))).toBe(
        'draws_stay_within_their_number',
      )
    })
    expect(await freeOf(team.fundId)).toBe(18_000_00n)
    expect(await brokenBooks()).toEqual([])
  })

  test('rules of the place block it, also one that came between the check and the draw', async () => {
    const envelopeId = await givenEnvelope(team)
    const keeper = await givenActor(team.fundId, ['administrator'])
    await addPlace({ staff: keeper, fundId: team.fundId, place: 'US-ZN' })
    const checked = await onSaturday(() => checkedBy(team.intake, envelopeId, { principal: 2_500_00n }))
    await givenReviewedRule(keeper, { code: 'zn-cap', place: 'US-ZN' })
    const blocked = { code: 'rule_blocks_posting', params: { rule: 'zn-cap', place: 'US-ZN' } }
    expect(await refusalOf(onSaturday(() => drawChecked(team.intake, envelopeId, checked)))).toMatchObject(
      blocked,
    )
    const asked = onSaturday(() => checkedBy(team.intake, envelopeId, { principal: 2_000_01n }))
    expect(await refusalOf(asked)).toMatchObject(blocked)
    expect(await freeOf(team.fundId)).toBe(14_000_00n)
    await onSaturday(() => drawBy(team.intake, envelopeId, { principal: 2_000_00n }))
    expect(await brokenBooks()).toEqual([])
  })

  test('checking first writes nothing and binds what was checked', async () => {
    const envelopeId = await givenEnvelope(team)
    const bond = {
      kind: 'court_bail' as const,
      venue: 'Larkspur County Jail',
      payee: 'Clerk',
      principal: cents(500_00n),
      fees: cents(0n),
    }
    const one = await onSaturday(() => checkDraw({ staff: team.intake, envelopeId, bond }))
    const other = await onSaturday(() =>
      checkDraw({
        staff: team.intake,
        envelopeId,
        bond: { ...bond, caseCode: one.caseCode, payee: 'Kiosk' },
      }),
    )
    expect(one.contentHash).not.toBe(other.contentHash)
    expect(one.disbursementId).not.toBe(other.disbursementId)
    expect(await freeOf(team.fundId)).toBe(14_000_00n)
  })

  test('fifty at once: never more than the number, the total, and each cent once', async () => {
    const envelopeId = await givenEnvelope(team, { total: 5_000_00n, cap: 1_000_00n, bonds: 7 })
    const outcomes = await onSaturday(async () => {
      const checked = await checkedBy(team.intake, envelopeId, { principal: 990_00n, fees: 10_00n })
      const draws = Array.from({ length: 50 }, () => drawChecked(team.intake, envelopeId, checked))
      return Promise.allSettled(draws)
    })
    expect(50 - lostOf(outcomes).length).toBe(5)
    expect(new Set(lostOf(outcomes).map(({ reason }) => reason.code))).toEqual(
      new Set(['envelope_is_used_up']),
    )
    expect(await freeOf(team.fundId)).toBe(15_000_00n)
    expect(await brokenBooks()).toEqual([])
  })

  test('fifty yeses at once: as many nights as the fund can hold, each set aside once', async () => {
    const nights = await Promise.all(Array.from({ length: 5 }, () => givenProposedEnvelope(team)))
    const approvers = await Promise.all(
      Array.from({ length: 10 }, () => givenActor(team.fundId, ['approver'])),
    )
    const outcomes = await onFriday(() =>
      Promise.allSettled(nights.flatMap((night) => approvers.map((approver) => yesTo(night, approver)))),
    )
    expect(50 - lostOf(outcomes).length).toBe(3)
    expect(await freeOf(team.fundId)).toBe(2_000_00n)
    expect(await brokenBooks()).toEqual([])
  })
})

describe('confirming', () => {
  test('by someone else, once; what is unused is free when the night is over and all is confirmed', async () => {
    const envelopeId = await givenEnvelope(team)
    const { disbursementId } = await onSaturday(() => drawBy(team.intake, envelopeId))
    const confirm = (staff: ActingStaff) => onSaturday(() => confirmBy(staff, disbursementId))
    expect(await whyRefused(confirm(team.intake))).toBe('confirmer_is_not_drawer')
    expect(await whyRefused(confirm(await givenActor(team.fundId, ['auditor'])))).toBe('role_may_not')
    const other = await givenNightTeam()
    expect(await whyRefused(confirm(other.approver))).toBe('draw_unknown')

    await onSaturday(() => cancelEnvelope({ staff: team.treasurer, envelopeId, reason: 'stop_now' }))
    expect(await whyRefused(onSaturday(() => drawBy(team.intake, envelopeId)))).toBe('envelope_is_cancelled')
    expect(await freeOf(team.fundId)).toBe(14_000_00n)
    await confirm(team.approver)
    expect(await freeOf(team.fundId)).toBe(19_000_00n)
    expect(await whyRefused(confirm(team.treasurer))).toBe('draw_is_confirmed_once')
  })

  test('waits for each who may, with its end: the yes before it opens, the look before it freezes', async () => {
    const waits = async (staff: ActingStaff, role: 'approver' | 'intake') =>
      (
        await waitingForMe({
          staff: { ...staff, roles: [{ fundId: team.fundId, role }], language: 'en' },
        })
      ).map(({ act, dueAt, amountCents }) => [act, dueAt, amountCents])
    const envelopeId = await givenProposedEnvelope(team)
    await onFriday(async () => {
      expect(await waits(team.approver, 'approver')).toEqual([['approve_envelope', weekend.opens, 6_000_00n]])
      await yesTo(envelopeId, team.approver)
    })
    await onSaturday(async () => {
      await drawBy(team.intake, envelopeId)
      expect(await waits(team.approver, 'approver')).toContainEqual([
        'confirm_draw',
        weekend.mondayNoon,
        1_000_00n,
      ])
      expect((await waits(team.intake, 'intake')).map(([act]) => act)).not.toContain('confirm_draw')
    })
  })

  test('noon is of the next day on which offices are open', () => {
    const chicago = (moment: string) =>
      noonOfNextWorkingDay(new Date(moment), 'America/Chicago').toISOString()
    expect(chicago('2026-11-20T23:00:00-06:00')).toBe('2026-11-23T18:00:00.000Z')
    expect(chicago('2026-11-22T03:00:00-06:00')).toBe('2026-11-23T18:00:00.000Z')
    expect(chicago('2026-11-25T20:00:00-06:00')).toBe('2026-11-27T18:00:00.000Z')
    expect(chicago('2026-09-04T20:00:00-05:00')).toBe('2026-09-08T17:00:00.000Z')
  })

  test('the job leaves an open night alone', async () => {
    const envelopeId = await givenEnvelope(team)
    await onSaturday(() => expireEnvelopes())
    await asOfTime(weekend.mondayNoon, () => drawBy(team.intake, envelopeId))
  })
})
