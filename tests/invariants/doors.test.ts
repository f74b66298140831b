import { randomUUID } from 'node:crypto'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { redeemSignInLink } from '#app/domain/staff/links/redeem-sign-in-link.server.ts'
import { reviewGlass } from '#app/domain/vault/emergency/review-glass.server.ts'
import { namingViolations } from '#app/platform/constraint.ts'
import { hashToken } from '#app/platform/crypto.ts'
import { givenTotp } from '#tests/domain/staff/given-factors.ts'
import { givenPerson } from '#tests/domain/vault/given-person.ts'
import { run, type Statement } from '#tests/support/by-hand.ts'
import { givenFund, givenStaff, givenStepUp } from '#tests/support/given.ts'
import { givenActor } from '#tests/support/given-disbursement.ts'
import { anHourPasses, breakBy } from '#tests/support/given-emergency.ts'
import { givenRecovery, hoursPass, openBy } from '#tests/support/given-recovery.ts'
import { brokenRule } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()

let fundId: string
let ada: ActingStaff
let ben: ActingStaff
let treasurer: ActingStaff
beforeAll(async () => {
  fundId = await givenFund()
  ada = await givenActor(fundId, ['administrator'])
  ben = await givenActor(fundId, ['administrator'])
  treasurer = await givenActor(fundId, ['treasurer'])
})

let lost: string
beforeEach(async () => {
  lost = await givenStaff({ fundId, roles: ['approver'] })
  await givenTotp(lost)
})

describe.each(Object.entries({ app: world.appUrl, owner: world.ownerUrl }))('as %s', (_role, url) => {
  const broken = (...statements: Statement[]) => brokenRule(namingViolations(() => run(url, statements)))

  const opening = (
    by: string,
    stepUpId: string | null,
    of: { staffId?: string; way?: string } = {},
  ): Statement => [
    `insert into factor_recovery (staff_id, way, reason, assured_by, opened_by, step_up_id, code_hash, ready_at, expires_at, occurred_at)
       values ($1, $2, 'device_lost', $3, $4, $5, $6, now() - interval '9 days', now() + interval '9 days', now())`,
    [
      of.staffId ?? lost,
      of.way ?? 'administrators',
      ...(of.way === 'host' ? [null, null, null, null] : ['in_person', by, stepUpId, 'hash']),
    ],
  ]
  const proofOf = (by: string, staffId = lost) => givenStepUp(by, `recover:${staffId}:device_lost:in_person`)
  const confirming = (recoveryId: string, by: string | null, stepUpId: string | null): Statement => [
    `insert into factor_recovery_confirmation (recovery_id, confirmed_by, step_up_id, occurred_at, recorded_at)
       values ($1, $2, $3, now(), now() + interval '9 days')`,
    [recoveryId, by, stepUpId],
  ]
  const agreed = (by: string, recoveryId: string) => givenStepUp(by, `confirm_recovery:${recoveryId}`)

  test('a recovery opened by no administrator of all funds, for oneself, twice, without the very proof', async () => {
    expect(await broken(opening(treasurer.id, await proofOf(treasurer.id)))).toBe(
      'recovery_is_by_administrators_of_all_their_funds',
    )
    expect(await broken(opening(ada.id, await proofOf(ada.id, ada.id), { staffId: ada.id }))).toBe(
      'nobody_recovers_themselves',
    )
    expect(await broken(opening(ada.id, await proofOf(ben.id)))).toBe('step_up_is_fresh_and_bound')
    expect(await broken(opening(ada.id, null))).toBe('step_up_is_fresh_and_bound')
    expect(await broken(opening(ada.id, await proofOf(ada.id)), opening(ben.id, await proofOf(ben.id)))).toBe(
      'one_recovery_at_a_time',
    )
    const half: Statement = [
      `insert into factor_recovery (staff_id, way, reason, opened_by, occurred_at) values ($1, 'host', 'device_lost', $2, now())`,
      [lost, ada.id],
    ]
    expect(await broken(half)).toBe('recovery_is_opened_by_its_way')
  })

  test('one of the host that says itself that the 72 hours are over', async () => {
    const [row] = await run<{ id: string; waits: boolean }>(url, [
      opening('', null, { way: 'host' }),
      [
        `select id, ready_at = recorded_at + interval '72 hours' as waits from factor_recovery where staff_id = $1`,
        [lost],
      ],
    ])
    expect(row?.waits).toBe(true)
    const id = row?.id ?? ''
    expect(await broken(confirming(id, null, null))).toBe('host_recovery_waits_72_hours')
    await hoursPass(world, id, 72)
    expect(await broken(confirming(id, ada.id, await agreed(ada.id, id)))).toBe('recovery_goes_its_way')
    const link: Statement = [
      `insert into staff_sign_in_link (token_hash, staff_id, purpose, recovery_id, expires_at)
         values ('x', $1, 'recovery', $2, now() + interval '1 hour')`,
      [lost, id],
    ]
    expect(await broken(link)).toBe('recovery_link_follows_its_confirmation')
  })

  test('a confirmation by the opener, by the person, by others, without a proof, and one too many', async () => {
    const { recoveryId: id } = await openBy(ada, lost)
    expect(await broken(confirming(id, ada.id, await agreed(ada.id, id)))).toBe(
      'recovery_is_confirmed_by_another',
    )
    expect(await broken(confirming(id, lost, await agreed(lost, id)))).toBe(
      'recovery_is_confirmed_by_another',
    )
    expect(await broken(confirming(id, treasurer.id, await agreed(treasurer.id, id)))).toBe(
      'recovery_is_by_administrators_of_all_their_funds',
    )
    expect(await broken(confirming(id, ben.id, null))).toBe('step_up_is_fresh_and_bound')
    expect(await broken(confirming(id, null, null))).toBe('recovery_goes_its_way')
    const yes = confirming(id, ben.id, await agreed(ben.id, id))
    const again = confirming(id, ben.id, await agreed(ben.id, id))
    expect(await broken(yes, again)).toBe('recovery_is_confirmed_once')
    const [row] = await run<{ state: string; now: boolean }>(url, [
      yes,
      [
        `select factor_recovery_state($1) as state,
                (select recorded_at <= now() from factor_recovery_confirmation where recovery_id = $1) as now`,
        [id],
      ],
    ])
    expect(row).toEqual({ state: 'confirmed', now: true })
    const long: Statement = [
      `insert into staff_sign_in_link (token_hash, staff_id, purpose, recovery_id, expires_at)
         values ('x', $1, 'recovery', $2, now() + interval '25 hours')`,
      [lost, id],
    ]
    expect(await broken(long)).toBe('recovery_link_follows_its_confirmation')
  })

  test('a link that is made another’s, longer, or new again', async () => {
    const { token } = await givenRecovery([ada, ben], lost)
    const link = hashToken(token)
    const change = (set: string): Statement => [
      `update staff_sign_in_link set ${set} where token_hash = $1`,
      [link],
    ]
    for (const set of [
      `staff_id = '${ada.id}'`,
      `expires_at = now() + interval '9 days'`,
      `purpose = 'enrol'`,
    ]) {
      expect(await broken(change(set))).toBe('sign_in_link_is_only_used')
    }
    expect(await broken(change('used_at = now()'), change('used_at = null'))).toBe(
      'sign_in_link_is_only_used',
    )
  })

  test('a stop by a stranger or after the end, a use before its time or beside the old ways', async () => {
    const { recoveryId: id } = await openBy(ada, lost)
    const use: Statement = [
      'insert into factor_recovery_use (recovery_id, occurred_at) values ($1, now())',
      [id],
    ]
    const stop = (by: string): Statement => [
      `insert into factor_recovery_stop (recovery_id, reason, stopped_by, occurred_at) values ($1, 'not_them', $2, now())`,
      [id, by],
    ]
    expect(await broken(use)).toBe('recovery_is_confirmed_first')
    expect(await broken(stop(treasurer.id))).toBe('recovery_is_stopped_by_an_administrator')
    expect(await broken(stop(ben.id), stop(ada.id))).toBe('recovery_can_still_be_stopped')
    expect(await broken(stop(lost), confirming(id, ben.id, await agreed(ben.id, id)))).toBe(
      'recovery_was_stopped',
    )
    const yes = confirming(id, ben.id, await agreed(ben.id, id))
    expect(await broken(yes, use)).toBe('recovered_person_begins_anew')
    await hoursPass(world, id, 73)
    expect(await broken(yes)).toBe('recovery_comes_in_time')
  })

  test('a proof of presence, or an invitation, on the day on which someone was let in again', async () => {
    const { token, code } = await givenRecovery([ada, ben], lost)
    await redeemSignInLink({ token, code, visit: { device: 'x', address: '203.0.113.7' } })
    const proof = (boundTo: string): Statement => [
      `insert into staff_step_up (staff_id, method, bound_to) values ($1, 'totp', $2)`,
      [lost, boundTo],
    ]
    for (const act of ['approve:1:x', 'pay:1:x', `factors:${ada.id}`, `confirm_recovery:${randomUUID()}`]) {
      expect(await broken(proof(act))).toBe('recovered_person_waits_a_day')
    }
    const invitation: Statement = [
      `insert into staff_sign_in_link (token_hash, staff_id, purpose, expires_at) values ('x', $1, 'enrol', now())`,
      [lost],
    ]
    expect(await broken(invitation)).toBe('recovered_person_comes_by_recovery')
  })

  test('a record opened by who may not, longer than an hour, twice; looked at outside of it; reviewed by who opened it', async () => {
    const { personId } = await givenPerson(fundId)
    const glass = (by: string, stepUpId: string, hours = 1): Statement => [
      `insert into break_glass (person_id, staff_id, reason, step_up_id, ends_at, occurred_at)
         values ($1, $2, 'medical', $3, now() + make_interval(hours => $4), now()) returning ends_at - recorded_at = interval '1 hour' as hour`,
      [personId, by, stepUpId, hours],
    ]
    const proof = (by: string) => givenStepUp(by, `break_glass:${personId}:medical`)
    const both = await givenActor(fundId, ['administrator', 'intake'])
    expect(await broken(glass(treasurer.id, await proof(treasurer.id)))).toBe(
      'glass_is_broken_by_an_administrator',
    )
    expect(await broken(glass(both.id, await proof(both.id)))).toBe('glass_is_for_who_may_not_look')
    expect(await broken(glass(ada.id, await proof(ben.id)))).toBe('step_up_is_fresh_and_bound')
    expect(await broken(glass(ada.id, await proof(ada.id)), glass(ada.id, await proof(ada.id)))).toBe(
      'one_glass_at_a_time',
    )
    expect(await run(url, [glass(ada.id, await proof(ada.id), 9)])).toEqual([{ hour: true }])

    const other = await givenPerson(fundId)
    const glassId = await breakBy(ben, other.personId)
    const look = (
      person: string,
      by: string,
      reason = 'emergency',
      id: string | null = glassId,
    ): Statement => [
      `insert into person_reveal (person_id, staff_id, fields, reason, glass_id, occurred_at)
         values ($1, $2, '{name}', $3, $4, now())`,
      [person, by, reason, id],
    ]
    const shut = 'emergency_look_stays_in_its_hour'
    expect(await broken(look(personId, ben.id))).toBe(shut)
    expect(await broken(look(other.personId, ada.id))).toBe(shut)
    expect(await broken(look(other.personId, ben.id, 'screening'))).toBe('emergency_look_names_its_glass')
    expect(await broken(look(other.personId, treasurer.id, 'emergency', null))).toBe(
      'emergency_look_names_its_glass',
    )
    expect(await broken(look(other.personId, ben.id, 'screening', null))).toBe('reveal_needs_a_role')
    await run(url, [look(other.personId, ben.id)])

    const review = (by: string): Statement => [
      `insert into break_glass_review (glass_id, finding, note, reviewed_by, occurred_at)
         values ($1, 'justified', 'person_was_in_danger', $2, now())`,
      [glassId, by],
    ]
    expect(await broken(review(ben.id))).toBe('reviewer_did_not_break_the_glass')
    expect(await broken(review(treasurer.id))).toBe('glass_is_reviewed_by_who_answers')
    expect(await broken(review(ada.id), look(other.personId, ben.id))).toBe(shut)
    expect(await broken(review(ada.id), review(lost))).toBe('glass_is_reviewed_once')
    await anHourPasses(world, glassId)
    expect(await broken(look(other.personId, ben.id))).toBe(shut)
  })
})

test('what was done stays, and another fund sees none of it', async () => {
  const { recoveryId } = await givenRecovery([ada, ben], lost)
  const { personId } = await givenPerson(fundId)
  const glassId = await breakBy(ben, personId)
  await reviewGlass({ staff: ada, glassId, finding: 'justified', note: 'told_the_board' })
  const other = await givenFund()
  for (const table of [
    'factor_recovery',
    'factor_recovery_confirmation',
    'break_glass',
    'break_glass_review',
  ]) {
    expect(await run(world.appUrl, [[`select 1 from ${table}`, []]], `staff:${other}`)).toEqual([])
    expect(await run(world.appUrl, [[`select 1 from ${table}`, []]], `staff:${fundId}`)).not.toEqual([])
    const rule = table.startsWith('factor')
      ? 'factor_recoveries_are_append_only'
      : 'broken_glass_is_append_only'
    for (const sql of [`delete from ${table}`, `truncate ${table} cascade`]) {
      expect(await brokenRule(namingViolations(() => run(world.ownerUrl, [[sql, []]])))).toBe(rule)
      await expect(run(world.appUrl, [[sql, []]])).rejects.toThrow(/permission denied/)
    }
  }
  expect(recoveryId).toEqual(expect.any(String))
})
