import { beforeAll, describe, expect, test } from 'vitest'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { givenActor, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { csvOf, givenImport } from '#tests/support/given-import.ts'
import { givenBatch, givenCheck, givenDesk } from '#tests/support/given-offline.ts'
import { args, batchNames, route, signIn, thrown } from '#tests/support/staff-requests.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

let team: Team
let nobody: ActingStaff
let poster: ActingStaff
let everything: ActingStaff
let foreign: Record<string, string>[]
beforeAll(async () => {
  team = await givenTeam()
  nobody = await givenActor(team.fundId, [])
  poster = await givenActor(team.fundId, ['poster'])
  everything = await givenActor(team.fundId, ['intake', 'approver', 'treasurer', 'administrator', 'auditor'])
  for (const staff of [nobody, poster, everything]) await signIn(staff)
  const other = await givenTeam()
  const desk = await givenDesk()
  const paymentId = await givenCheck(desk, { amount: 5_00n })
  const file = { staff: other.treasurer, fundId: other.fundId, file: csvOf([{}]) }
  foreign = [
    { batchId: await givenBatch(desk.intake, { total: 1_00n, pieces: 1 }), paymentId },
    { batchId: await givenImport(file), paymentId },
    { batchId: '1', paymentId: '1' },
  ]
})

test('every page of offline gifts and imports is under test', () => {
  expect(batchNames).toHaveLength(7)
})

describe.each(batchNames)('%s', (name) => {
  const handlers = async () => {
    const { loader, action } = await route(name)
    return [
      ...(loader ? [{ handler: loader, form: undefined }] : []),
      ...(action ? [{ handler: action, form: { intent: 'cancel' } }] : []),
    ]
  }

  test('is closed to strangers, to nobody in particular, and to a role that has no part in it', async () => {
    for (const { handler, form } of await handlers()) {
      const response = await thrown(handler(await args(null, form)))
      expect([response.status, response.headers.get('Location')]).toEqual([
        302,
        expect.stringMatching(/^\/admin\/sign-in/),
      ])
      for (const staff of [nobody, poster])
        expect((await thrown(handler(await args(staff, form)))).status).toBe(403)
    }
  })

  test('does not know what belongs to another fund, nor what is no id at all', async () => {
    if (!name.includes('$')) return
    for (const { handler, form } of await handlers())
      for (const id of foreign)
        expect((await thrown(handler(await args(everything, form, id)))).status).toBe(404)
  })
})
