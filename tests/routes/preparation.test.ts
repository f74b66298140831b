import { beforeAll, expect, test } from 'vitest'
import { givenActor, givenProposal, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { givenPrepared, stepsOf } from '#tests/support/given-preparation.ts'
import { act, args, load, locationOf, route, signIn, thrown } from '#tests/support/staff-requests.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

const preparation = 'admin.disbursements.$disbursementId.preparation.tsx'
const frame = 'admin.disbursements.$disbursementId/route.tsx'

let team: Team
let disbursementId: string
beforeAll(async () => {
  team = await givenTeam()
  for (const staff of [team.intake, team.approver]) await signIn(staff)
  disbursementId = await givenPrepared(team)
})

const record = (form: Record<string, string>) =>
  act(
    preparation,
    team.intake,
    { to: 'verification_sent', knownFrom: 'own_visit', amount: '', occurredAt: '', ...form },
    { disbursementId },
  )

test('what cannot be read comes back as it was typed, and nothing is kept', async () => {
  const form = { to: 'posted', knownFrom: '', amount: '1,00', occurredAt: 'noon' }
  expect(await record(form)).toMatchObject({
    status: 422,
    data: {
      values: form,
      errors: { to: 'required', knownFrom: 'required', amount: 'amount_ambiguous', occurredAt: 'malformed' },
    },
  })
  expect(await record({ to: 'wire_sent', amount: '5' })).toMatchObject({
    status: 409,
    data: { values: { to: 'wire_sent', amount: '5' }, errors: { to: 'preparation_step_not_possible' } },
  })
  expect(await stepsOf(disbursementId)).toEqual([])
})

test('a step leads back to the disbursement, which shows it and what may come next', async () => {
  expect(locationOf(await record({}))).toBe(`/admin/disbursements/${disbursementId}`)
  expect(await load(frame, team.intake, { disbursementId })).toMatchObject({
    page: {
      preparation: {
        number: 1,
        stands: 'verification_sent',
        steps: [{ to: 'verification_sent', by: 'intake', knownFrom: 'own_visit', amount: null }],
        next: [
          { to: 'verified', why: null },
          { to: 'refused', why: null },
          { to: 'stayed', why: null },
          { to: 'amount_changed', why: null },
        ],
        changed: null,
      },
      acts: { pay: { code: 'preparation_does_not_allow_posting' } },
    },
  })
  expect(await record({ to: 'amount_changed' })).toMatchObject({
    status: 409,
    data: { errors: { amount: 'changed_amount_is_named' } },
  })
  await record({ to: 'amount_changed', amount: '3,000' })
  expect(await load(frame, team.approver, { disbursementId })).toMatchObject({
    page: { preparation: { next: [], changed: { to: 3_000_00n, most: 2_500_00n, isAbove: true } } },
  })
})

test('who may not follow bonds reads the steps and is offered none; another fund’s id is unknown', async () => {
  const auditor = await givenActor(team.fundId, ['auditor'])
  await signIn(auditor)
  const fresh = { disbursementId: await givenPrepared(team) }
  const { page } = await load<{ page: { preparation: { next: { why: { code: string } | null }[] } } }>(
    frame,
    auditor,
    fresh,
  )
  expect(page.preparation.next.map(({ why }) => why?.code)).toEqual(['role_may_not'])
  const { action } = await route(preparation)
  expect(
    (await thrown(action?.(await args(auditor, {}, { disbursementId })) ?? Promise.resolve())).status,
  ).toBe(403)
  const other = await givenTeam()
  const elsewhere = await givenProposal(other)
  const answer = await thrown(
    action?.(await args(team.intake, {}, { disbursementId: elsewhere })) ?? Promise.resolve(),
  )
  expect(answer.status).toBe(404)
})
