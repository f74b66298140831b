import { createHash, randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { listPatterns } from '#app/domain/defence/list-patterns.server.ts'
import { lookAtPattern } from '#app/domain/defence/look-at-pattern.server.ts'
import { watchPatterns } from '#app/domain/defence/watch-patterns.server.ts'
import { eraseDonor } from '#app/domain/donor-area/erasure/erase-donor.server.ts'
import { issueReceipts } from '#app/domain/receipts/issue-receipts.server.ts'
import { waitingForMe } from '#app/domain/waiting-for-me.server.ts'
import { asOfTime } from '#app/platform/clock.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { givenFund } from '#tests/support/given.ts'
import { begin, givenLimits } from '#tests/support/given-defence.ts'
import { givenActor } from '#tests/support/given-disbursement.ts'
import { givenCharge, givenCharges, givenRefund, givenRefundFailure } from '#tests/support/given-movements.ts'
import { askBack, confirmBack, givenCheck, givenDesk } from '#tests/support/given-offline.ts'
import { refusalOf } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()
const system = { scope: { kind: 'system' } } as const
let bail = ''
let rides = ''
beforeAll(async () => {
  bail = await givenFund({ slug: 'bail', minimumGiftCents: 500n })
  rides = await givenFund({ slug: 'rides' })
})

const ago = (days: number) => new Date(Date.now() - days * 86_400_000)
const someone = () => `${randomUUID()}@donor.example`
const given = (of: { email?: string; card?: string; cents?: bigint; at?: Date; fundId?: string } = {}) => {
  const { email = someone(), cents = 30_00n, at = ago(2), fundId = bail, card = randomUUID() } = of
  return { parts: [{ fundId, giftCents: cents }], email, card, at }
}
const found = async (fundId = bail) =>
  (await listPatterns({ fundIds: [fundId] })).map(({ kind, size, gifts }) => ({
    kind,
    size,
    gifts: gifts.length,
  }))

test('each kind is found, neither a household nor a renewed card is, and a second night finds nothing new', async () => {
  // Given back whole; half of it in two parts; less than half; whole but the money came back to us; long after.
  const back = await givenCharge(given())
  await givenRefund({ chargeId: back.chargeId, cents: 30_00n, at: ago(1) })
  const half = await givenCharge(given())
  await givenRefund({ chargeId: half.chargeId, cents: 10_00n, at: ago(1) })
  await givenRefund({ chargeId: half.chargeId, cents: 5_00n, at: ago(0.5) })
  const part = await givenCharge(given())
  await givenRefund({ chargeId: part.chargeId, cents: 14_99n, at: ago(1) })
  const failed = await givenCharge(given())
  const refundId = await givenRefund({ chargeId: failed.chargeId, cents: 30_00n, at: ago(1) })
  await givenRefundFailure({ refundId, chargeId: failed.chargeId, cents: 30_00n, at: ago(0.5) })
  const late = await givenCharge(given({ at: ago(40) }))
  await givenRefund({ chargeId: late.chargeId, cents: 30_00n, at: ago(1) })
  // Two on one card are a household; three are a pattern.
  await givenCharges(['household', 'household', 'many', 'many', 'many'].map((card) => given({ card })))
  await givenCharges([
    given({ card: 'once' }),
    given({ card: 'once', at: ago(95) }),
    given({ card: 'once', at: ago(96) }),
  ])
  // Three cards of one donor are no pattern, four are; the fifth was long ago.
  const [three, four] = [someone(), someone()]
  await givenCharges([
    ...[1, 2, 3].map(() => given({ email: three })),
    ...[1, 2, 3, 4].map(() => given({ email: four })),
    given({ email: four, at: ago(31) }),
  ])
  // Ten of the smallest amount within one hour, in another fund nine.
  const hour = new Date(Math.floor(ago(1).getTime() / 3_600_000) * 3_600_000)
  await givenCharges(Array.from({ length: 10 }, () => given({ cents: 5_00n, at: hour })))
  await givenCharges(Array.from({ length: 9 }, () => given({ cents: 5_00n, at: hour, fundId: rides })))

  await watchPatterns()
  const expected = [
    { kind: 'many_cards_one_email', size: 4, gifts: 4 },
    { kind: 'minimum_burst', size: 10, gifts: 10 },
    { kind: 'one_card_many_names', size: 3, gifts: 3 },
    { kind: 'refunded_soon', size: 1, gifts: 1 },
    { kind: 'refunded_soon', size: 1, gifts: 1 },
  ]
  const byKind = (all: Awaited<ReturnType<typeof found>>) =>
    all.toSorted((a, b) => a.kind.localeCompare(b.kind))
  expect(byKind(await found())).toEqual(expected)
  await watchPatterns()
  expect(byKind(await found())).toEqual(expected)
  expect(await found(rides)).toEqual([])

  // No sign of a card is kept, only a digest under our key.
  const cards = await inTransaction(system, (tx) => tx.paymentCard.findMany({ select: { card: true } }))
  expect(cards.length).toBeGreaterThan(30)
  for (const { card } of cards) expect(card).toHaveLength(32)
  const plain = createHash('sha256').update('many').digest('hex')
  expect(cards.map(({ card }) => Buffer.from(card).toString('hex'))).not.toContain(plain)
  expect(await brokenBooks()).toEqual([])
})

test('names are told apart as they were typed, whatever their address', async () => {
  const fundId = await givenFund()
  const email = someone()
  const typed = (names: string[], card: string) =>
    givenCharges(names.map((name) => ({ ...given({ card, email, fundId }), name })))
  await typed(['José Núñez', '  nunez,  JOSE ', 'Jose\u0301 Nun\u0303ez', 'Ana Núñez'], 'family')
  await watchPatterns()
  expect(await found(fundId)).toEqual([])
  await typed(['Wren One', 'Wren Two', 'Wren Three'], 'made-up')
  await watchPatterns()
  expect(await found(fundId)).toEqual([{ kind: 'one_card_many_names', size: 3, gifts: 3 }])
  await typed(['陈美玲', 'ليلى حداد', 'Three'], 'scripts')
  await watchPatterns()
  expect(await found(fundId)).toHaveLength(2)
})

test('someone of its funds says what a pattern is, once; a group that grew is shown anew', async () => {
  const [treasurer, auditor, stranger] = [
    await givenActor(bail, ['treasurer']),
    await givenActor(bail, ['auditor']),
    await givenActor(rides, ['treasurer']),
  ]
  const pattern = (await listPatterns({ fundIds: [bail] })).find(({ kind }) => kind === 'one_card_many_names')
  const patternId = pattern?.id ?? ''
  const look = (staff = treasurer, id = patternId) =>
    lookAtPattern({ staff, patternId: id, word: 'tested_cards' })
  expect((await refusalOf(look(stranger))).code).toBe('pattern_unknown')
  expect((await refusalOf(look(treasurer, randomUUID()))).code).toBe('pattern_unknown')
  expect((await refusalOf(look(auditor))).code).toBe('role_may_not')
  await look()
  expect((await refusalOf(look())).code).toBe('pattern_is_looked_at_once')
  const listed = async () =>
    (await listPatterns({ fundIds: [bail] })).find(({ kind }) => kind === 'one_card_many_names')
  expect(await listed()).toMatchObject({ id: patternId, look: { word: 'tested_cards' } })
  expect(
    await db().auditEvent.findMany({ where: { action: 'gift_pattern.looked_at', outcome: 'done' } }),
  ).toMatchObject([
    { actorId: treasurer.id, fundId: bail, subjectId: patternId, detail: { word: 'tested_cards' } },
  ])

  await givenCharge(given({ card: 'many' }))
  await watchPatterns()
  expect(await listed()).toMatchObject({ size: 4, look: null })
  const roles = await db().staffRole.findMany({
    where: { staffId: treasurer.id },
    select: { fundId: true, role: true },
  })
  const waiting = await waitingForMe({ staff: { ...treasurer, language: 'en', roles } as never })
  expect(waiting.map(({ act }) => act)).toContain('look_at_gift_patterns')
})

test('what has no more use is forgotten, and an erased donor leaves no card and no place', async () => {
  await givenLimits(world)
  const email = 'robin@donor.example'
  const { paymentId } = await givenCharge(given({ email, card: 'robin' }))
  await issueReceipts({ paymentIds: [paymentId] })
  const { donorId, intentId } = await db().payment.findUniqueOrThrow({ where: { id: paymentId } })
  const kept = () =>
    inTransaction(system, async (tx) => ({
      card: await tx.paymentCard.count({ where: { paymentId } }),
      place: await tx.giftIntentOrigin.count({ where: { intentId } }),
    }))
  await inTransaction(system, (tx) =>
    tx.giftIntentOrigin.create({ data: { intentId, network: Buffer.alloc(32, 7), occurredAt: new Date() } }),
  )
  expect(await kept()).toEqual({ card: 1, place: 1 })
  await asOfTime(ago(-29), watchPatterns)
  expect(await kept()).toEqual({ card: 1, place: 1 })
  await eraseDonor({ donorId })
  expect(await kept()).toEqual({ card: 0, place: 0 })

  await begin({ email: someone() })
  const places = () => inTransaction(system, (tx) => tx.giftIntentOrigin.count())
  expect(await places()).toBe(1)
  await asOfTime(ago(-31), watchPatterns)
  expect(await places()).toBe(0)
  expect(await inTransaction(system, (tx) => tx.paymentCard.count())).toBeGreaterThan(10)
  await asOfTime(ago(-401), watchPatterns)
  expect(await inTransaction(system, (tx) => tx.paymentCard.count())).toBe(0)
  await db().$executeRaw`update rate_limit set expire = 1 where key like 'giving-%'`
  await watchPatterns()
  expect(await db().rateLimit.count({ where: { key: { startsWith: 'giving-' } } })).toBe(0)
})

test('a check that the fund gave back soon is a pattern, one that the bank returned is none', async () => {
  const desk = await givenDesk()
  for (const reason of ['given_back', 'returned_by_bank'] as const) {
    const paymentId = await givenCheck(desk, { amount: 45_00n })
    await confirmBack(desk.administrator, await askBack(desk.treasurer, paymentId, { reason }))
  }
  await watchPatterns()
  const [fundId] = desk.fundIds
  expect(await found(fundId)).toEqual([{ kind: 'refunded_soon', size: 1, gifts: 1 }])
})
