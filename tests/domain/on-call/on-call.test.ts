import { beforeEach, describe, expect, test } from 'vitest'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { endTurn } from '#app/domain/on-call/end-turn.server.ts'
import { takeTurn } from '#app/domain/on-call/take-turn.server.ts'
import { whyNoTurn } from '#app/domain/on-call/turn.ts'
import { whomToCall } from '#app/domain/on-call/whom-to-call.server.ts'
import { db } from '#app/platform/db.ts'
import {
  approveBy,
  givenActor,
  givenProposal,
  givenTeam,
  type Team,
} from '#tests/support/given-disbursement.ts'
import { givenPoster } from '#tests/support/given-posting.ts'
import { brokenRule, refusalOf } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

let team: Team
beforeEach(async () => {
  team = await givenTeam()
})

const hours = (count: number) => new Date(Date.now() + count * 3_600_000)
const take = (staff: ActingStaff, from = 0, until = from + 8) =>
  takeTurn({ staff, fundId: team.fundId, startsAt: hours(from), endsAt: hours(until), phone: '+1 555 0123' })
const codeOf = async (act: Promise<unknown>) => (await refusalOf(act)).code

describe('a turn', () => {
  test('ends after it begins, within seven days by the calendar, and lies ahead', () => {
    const at = new Date('2026-10-30T12:00:00Z')
    const code = (from: string, until: string) =>
      whyNoTurn({ startsAt: new Date(from), endsAt: new Date(until) }, at, 'America/Chicago')?.code
    expect(code('2026-10-30T13:00Z', '2026-10-30T13:00Z')).toBe('turn_ends_after_it_begins')
    // Clocks are set back on 1 November: the same hour a week later is an hour more.
    expect(code('2026-10-30T13:00Z', '2026-11-06T14:00Z')).toBeUndefined()
    expect(code('2026-10-30T13:00Z', '2026-11-06T14:01Z')).toBe('turn_lasts_a_week_at_most')
    expect(code('2026-11-02T13:00Z', '2026-11-09T13:01Z')).toBe('turn_lasts_a_week_at_most')
    expect(code('2026-10-30T11:46Z', '2026-10-30T13:00Z')).toBeUndefined()
    expect(code('2026-10-30T11:44Z', '2026-10-30T13:00Z')).toBe('turn_lies_ahead')
    expect(code('2026-10-30T11:50Z', '2026-10-30T12:00Z')).toBe('turn_lies_ahead')
  })

  test('is taken by who may approve, once for one time however often it is sent, and is kept sealed', async () => {
    expect(await codeOf(take(team.intake))).toBe('role_may_not')
    expect(await codeOf(take(await givenPoster(team.fundId)))).toBe('role_may_not')
    expect(await codeOf(take((await givenTeam()).approver))).toBe('role_may_not')
    const sent = await Promise.allSettled(Array.from({ length: 50 }, () => take(team.approver)))
    expect(sent.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await brokenRule(take(team.approver, 7))).toBe('turns_do_not_overlap')
    await take(team.approver, 8)
    await take(team.treasurer)
    const audit = JSON.stringify(
      (await db().auditEvent.findMany({ where: { action: 'on_call.taken' } })).map(({ detail }) => detail),
    )
    expect(audit.replaceAll(' ', '')).not.toContain('5550123')
  })

  test('is ended by whose it is or by an administrator, once; then the time is free again', async () => {
    const { turnId } = await take(team.approver)
    expect(await codeOf(endTurn({ staff: team.treasurer, turnId }))).toBe('turn_is_ended_by_its_own')
    expect(await codeOf(endTurn({ staff: (await givenTeam()).approver, turnId }))).toBe('turn_unknown')
    await endTurn({ staff: team.approver, turnId })
    expect(await brokenRule(endTurn({ staff: team.approver, turnId }))).toBe('turn_is_ended_once')
    const second = await take(team.approver)
    const administrator = await givenActor(team.fundId, ['administrator'])
    await endTurn({ staff: administrator, turnId: second.turnId })
    const later = await take(team.approver, 30)
    await endTurn({ staff: team.approver, turnId: later.turnId })
    await take(team.approver, 30)
  })
})

test('whom to call: those on call who neither proposed nor approved it, and nobody where nothing is left to ask', async () => {
  const lead = await givenActor(team.fundId, ['administrator'])
  const disbursementId = await givenProposal({ ...team, intake: lead })
  await take(lead)
  await take(team.approver)
  await take(team.treasurer, 20)
  await take(await givenActor(team.fundId, ['approver']), 100)
  const whom = () => whomToCall({ staff: team.intake, disbursementId })
  expect(await whom()).toMatchObject({
    missing: 1,
    now: [{ staffId: team.approver.id, phone: '+1 555 0123' }],
    soon: [{ staffId: team.treasurer.id }],
  })
  await approveBy(team.treasurer, disbursementId)
  const after = await whom()
  expect(after?.missing).toBeNull()
  expect(after?.now.map(({ staffId }) => staffId).sort()).toEqual([lead.id, team.approver.id].sort())
  expect(await whomToCall({ staff: (await givenTeam()).intake, disbursementId })).toBeNull()
})
