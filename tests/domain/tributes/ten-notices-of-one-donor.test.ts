import { expect, test } from 'vitest'
import { answerTribute } from '#app/domain/tributes/answer-tribute.server.ts'
import { lookAtTribute } from '#app/domain/tributes/look-at-tribute.server.ts'
import { asOfTime } from '#app/platform/clock.ts'
import { inTransaction } from '#app/platform/db.ts'
import { givenFund } from '#tests/support/given.ts'
import { givenTributes } from '#tests/support/given-tributes.ts'
import { refusalOf } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

const day = 86_400_000
const began = Date.now() + 1_000
const send = (intentId: string, at: number) =>
  asOfTime(new Date(at), () => answerTribute({ intentId, send: true }))

const kept = () =>
  inTransaction({ scope: { kind: 'system' } }, async (tx) => ({
    notices: await tx.mail.count({ where: { message: 'tribute-notice' } }),
    answers: await tx.giftTributeStep.count({ where: { step: { not: 'asked' } } }),
  }))

test('a donor’s tenth notice goes out and the eleventh does not, until the first is thirty days old', async () => {
  const fundId = await givenFund()
  const intents = await givenTributes({ fundId, email: 'sam@donor.example', count: 12 })
  const [eleventh = '', twelfth = ''] = intents.splice(10)
  for (const [number, intentId] of intents.entries()) await send(intentId, began + number * day)
  expect(await kept()).toEqual({ notices: 10, answers: 10 })

  const refused = { code: 'tribute_is_not_for_sending', params: {} }
  for (const at of [began + 10 * day, began + 30 * day - 1]) {
    expect(await refusalOf(send(eleventh, at))).toEqual(refused)
    expect(await kept()).toEqual({ notices: 10, answers: 10 })
    expect(await lookAtTribute({ intentId: eleventh })).toMatchObject({ answer: null })
  }
  // It is this donor's number, and nobody else's.
  const [other = ''] = await givenTributes({ fundId, email: 'kim@donor.example', count: 1 })
  await send(other, began + 10 * day)
  expect(await kept()).toEqual({ notices: 11, answers: 11 })

  await send(eleventh, began + 30 * day)
  expect(await kept()).toEqual({ notices: 12, answers: 12 })
  expect(await refusalOf(send(twelfth, began + 31 * day - 1))).toEqual(refused)
  await asOfTime(new Date(began + 30 * day), () => answerTribute({ intentId: twelfth, send: false }))
  expect(await kept()).toEqual({ notices: 12, answers: 13 })
})
