import { expect, test } from 'vitest'
import { beginStepUp } from '#app/domain/staff/begin-step-up.server.ts'
import { beginPasskeyRegistration } from '#app/domain/staff/passkeys/begin-passkey-registration.server.ts'
import { finishPasskeyRegistration } from '#app/domain/staff/passkeys/finish-passkey-registration.server.ts'
import { verifyStepUp } from '#app/domain/staff/verify-step-up.server.ts'
import { db } from '#app/platform/db.ts'
import { givenStaff } from '#tests/support/given.ts'
import { asOwner, useWorld } from '#tests/support/world.ts'
import { givenTotp } from './given-factors.ts'
import { softwareAuthenticator } from './software-authenticator.ts'

const world = await useWorld()
const boundTo = 'approve:one:hash'

test('a code proves one act, and is spent by it', async () => {
  const staffId = await givenStaff()
  const { code } = await givenTotp(staffId)
  const proof = { kind: 'totp', code: code() } as const

  const id = await verifyStepUp({ staffId, boundTo, proof })
  expect(await db().staffStepUp.findUnique({ where: { id } })).toMatchObject({
    staffId,
    boundTo,
    method: 'totp',
  })
  await expect(verifyStepUp({ staffId, boundTo: 'pay:one:hash', proof })).rejects.toThrow('step_up_code_used')
  expect(await db().staffStepUp.count({ where: { staffId } })).toBe(1)
})

test('a proof is fresh for five minutes, for its own act and its own person', async () => {
  const staffId = await givenStaff()
  const { code } = await givenTotp(staffId)
  const id = await verifyStepUp({ staffId, boundTo, proof: { kind: 'totp', code: code() } })

  expect(await isFresh(id, staffId, boundTo)).toBe(true)
  expect(await isFresh(id, staffId, 'approve:two:hash')).toBe(false)
  expect(await isFresh(id, await givenStaff(), boundTo)).toBe(false)
  const { rows } = await asOwner(world.ownerUrl, null, (sql) =>
    sql.query(
      `with old as (insert into staff_step_up (staff_id, method, bound_to, made_at)
                    values ($1, 'totp', $2, now() - interval '5 minutes 1 second') returning id) select id from old`,
      [staffId, boundTo],
    ),
  )
  expect(await isFresh(rows[0]?.id, staffId, boundTo)).toBe(false)
})

test('a passkey proves the act that it was asked for, once, and no other', async () => {
  const { staffId, authenticator } = await givenPasskey()
  const asked = await beginStepUp({ staffId, boundTo })
  expect(asked.options.allowCredentials).toHaveLength(1)
  const proof = {
    kind: 'passkey',
    challengeId: asked.challengeId,
    response: authenticator.get(asked.options),
  } as const
  await expect(verifyStepUp({ staffId, boundTo: 'approve:two:hash', proof })).rejects.toThrow(
    'step_up_for_another_act',
  )
  await expect(verifyStepUp({ staffId, boundTo, proof })).rejects.toThrow('step_up_expired')

  const again = await beginStepUp({ staffId, boundTo })
  const good = {
    kind: 'passkey',
    challengeId: again.challengeId,
    response: authenticator.get(again.options),
  } as const
  const id = await verifyStepUp({ staffId, boundTo, proof: good })
  expect(await isFresh(id, staffId, boundTo)).toBe(true)
  await expect(verifyStepUp({ staffId, boundTo, proof: good })).rejects.toThrow('step_up_expired')
})

test('another person’s passkey proves nothing', async () => {
  const mine = await givenPasskey()
  const other = await givenPasskey()
  const { challengeId, options } = await beginStepUp({ staffId: mine.staffId, boundTo })
  const response = other.authenticator.get(options)
  await expect(
    verifyStepUp({ staffId: mine.staffId, boundTo, proof: { kind: 'passkey', challengeId, response } }),
  ).rejects.toThrow('step_up_passkey_wrong')
})

test('fifty guesses at once are five guesses; then the right code is refused too', async () => {
  const staffId = await givenStaff()
  const { code } = await givenTotp(staffId)
  const wrong = code() === '000000' ? '000001' : '000000'
  const guesses = await Promise.all(
    Array.from({ length: 50 }, () =>
      verifyStepUp({ staffId, boundTo, proof: { kind: 'totp', code: wrong } }).catch(String),
    ),
  )
  expect(guesses.filter((answer) => answer === 'Refusal: step_up_code_wrong')).toHaveLength(5)
  expect(guesses.filter((answer) => answer === 'Refusal: too_many_attempts')).toHaveLength(45)
  await expect(verifyStepUp({ staffId, boundTo, proof: { kind: 'totp', code: code() } })).rejects.toThrow(
    'too_many_attempts',
  )
  const kept = await db().auditEvent.groupBy({
    ...{ by: ['detail'], where: { actorId: staffId, action: 'staff.stepped_up', outcome: 'refused' } },
    _count: true,
  })
  expect(new Map(kept.map(({ detail, _count }) => [JSON.stringify(detail), _count]))).toEqual(
    new Map([
      ['{"reason":"step_up_code_wrong"}', 5],
      ['{"reason":"too_many_attempts"}', 46],
    ]),
  )
})

async function isFresh(id: string, staffId: string, act: string): Promise<boolean | undefined> {
  const { rows } = await asOwner(world.ownerUrl, null, (sql) =>
    sql.query<{ fresh: boolean }>('select step_up_is_fresh($1, $2, $3) as fresh', [id, staffId, act]),
  )
  return rows[0]?.fresh
}

async function givenPasskey() {
  const staffId = await givenStaff()
  const authenticator = softwareAuthenticator({ origin: 'http://localhost:3000' })
  const { challengeId, options } = await beginPasskeyRegistration({ staffId })
  const answer = authenticator.create(options)
  await finishPasskeyRegistration({ staffId, challengeId, answer, label: '' })
  return { staffId, authenticator }
}
