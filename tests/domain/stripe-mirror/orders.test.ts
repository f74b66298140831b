import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import type { Movement, MovementSource } from '#app/domain/stripe-mirror/balance-transaction.ts'
import { dividePayout } from '#app/domain/stripe-mirror/divide-payout.server.ts'
import { postMovements } from '#app/domain/stripe-mirror/post-movements.server.ts'
import { readMovement } from '#app/domain/stripe-mirror/read-movement.ts'
import { db } from '#app/platform/db.ts'
import type { Stripe } from '#app/platform/stripe.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { givenFund } from '#tests/support/given.ts'
import { givenIntent } from '#tests/support/given-intent.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()
let bail = ''
let rides = ''
beforeAll(async () => {
  bail = await givenFund({ slug: 'bail' })
  rides = await givenFund({ slug: 'rides', feesPaidBy: 'operating' })
})

type Facts = { type: string; category?: string; amount: number; fee?: number }

/** What Stripe would list for it, read by our own reader; only the source is said apart. */
const movement = ({ type, category, amount, fee = 0 }: Facts, source: MovementSource): Movement => ({
  ...readMovement({
    id: `txn_${randomUUID()}`,
    type,
    reporting_category: category ?? type,
    amount,
    fee,
    net: amount - fee,
    currency: 'usd',
    created: 1_790_000_000,
    available_on: 1_790_000_000,
    source: null,
  } as Stripe.BalanceTransaction),
  source,
})

/** A charge of $51.01 over two funds, and what came of it: two refunds, one of which failed, and a dispute that was won. */
async function life(at = new Date(1_790_000_000_000)) {
  const intentId = await givenIntent({
    parts: [
      { fundId: bail, giftCents: 30_01n },
      { fundId: rides, giftCents: 20_00n, feeCoverCents: 1_00n },
    ],
  })
  const chargeId = `ch_${randomUUID()}`
  const charge = movement(
    { type: 'charge', amount: 5_101, fee: 142 },
    {
      kind: 'charge',
      charge: {
        ...{ id: chargeId, amountCents: 5_101n, paymentIntentId: null, intentId, customerId: null },
        ...{ cardBrand: 'visa', cardLast4: '4242', cardMark: null, createdAt: at },
      },
    },
  )
  const refundSource = (amountCents: bigint): MovementSource => ({
    ...{ kind: 'refund', id: `re_${randomUUID()}`, chargeId, amountCents },
  })
  const failing = refundSource(10_01n)
  const dispute: MovementSource = {
    ...{ kind: 'dispute', id: `dp_${randomUUID()}`, chargeId, amountCents: 15_00n },
    ...{ reason: 'general', status: 'won' },
  }
  const after = {
    refund: movement({ type: 'refund', amount: -3_33 }, refundSource(3_33n)),
    failing: movement({ type: 'refund', amount: -10_01 }, failing),
    failure: movement({ type: 'refund_failure', amount: 10_01 }, failing),
    dispute: movement({ type: 'adjustment', category: 'dispute', amount: -15_00, fee: 15_00 }, dispute),
    won: movement({ type: 'adjustment', category: 'dispute_reversal', amount: 15_00 }, dispute),
  }
  const owners = new Map([[chargeId, { intentId, monthly: null }]])
  return { charge, after, owners }
}

type Step = keyof Awaited<ReturnType<typeof life>>['after']

/** Every order in which a refund comes before its failure and a dispute before its end. */
const orders = permutations<Step>(['refund', 'failing', 'failure', 'dispute', 'won']).filter(
  (order) =>
    order.indexOf('failing') < order.indexOf('failure') && order.indexOf('dispute') < order.indexOf('won'),
)

async function balancesAfter(act: () => Promise<void>): Promise<string[]> {
  const read = () => db().$queryRaw<{ account: string; cents: bigint }[]>`
    select f.slug || ' ' || a.code as account, a.balance_cents as cents
      from account_balance a join fund f on f.id = a.fund_id order by 1`
  const before = new Map((await read()).map((row) => [row.account, row.cents]))
  await act()
  return (await read()).map((row) => `${row.account} ${row.cents - (before.get(row.account) ?? 0n)}`)
}

test('refunds, their failures and disputes come to the same balances in every order, page by page or at once', async () => {
  const results = new Set<string>()
  for (const [index, order] of orders.entries()) {
    const { charge, after, owners } = await life()
    const movements = [charge, ...order.map((step) => after[step])]
    const balances = await balancesAfter(async () => {
      if (index % 2 === 0) await postMovements({ movements, owners })
      else for (const one of movements) await postMovements({ movements: [one], owners })
    })
    results.add(balances.join('\n'))
  }
  expect(orders).toHaveLength(30)
  expect([...results]).toHaveLength(1)
  expect([...results][0]).toMatchInlineSnapshot(`
    "bail dispute_losses 0
    bail gifts -2805
    bail processing_fees 985
    bail stripe 1820
    operating processing_fees 657
    operating stripe -657
    rides dispute_losses 0
    rides fee_cover -94
    rides gifts -1869
    rides stripe 1963"
  `)
  expect(await brokenBooks()).toEqual([])
})

test('a dispute that was decided before it was read is not left open', async () => {
  expect(await db().dispute.count({ where: { state: 'open' } })).toBe(0)
})

test('a page that is read again changes nothing', async () => {
  const { charge, after, owners } = await life()
  const page = { movements: [charge, after.refund, after.dispute], owners }
  await postMovements(page)
  const before = await db().$queryRaw`select count(*) from ledger_transfer`
  expect(await postMovements(page)).toEqual({ inserted: 0, paymentIds: [] })
  expect(await db().$queryRaw`select count(*) from ledger_transfer`).toEqual(before)
})

test('of several gifts from one address, the first names the donor, in one page as in several', async () => {
  const email = 'sam@donor.example'
  const [first, second] = [await life(), await life(new Date(1_790_000_001_000))] as const
  for (const [gift, name] of [
    [first, 'Sam First'],
    [second, 'Sam Second'],
  ] as const) {
    const owner = [...gift.owners.values()][0]
    if (owner) await db().giftIntent.update({ where: { id: owner.intentId }, data: { email, name } })
  }
  await postMovements({
    movements: [first.charge, second.charge],
    owners: new Map([...first.owners, ...second.owners]),
  })
  expect(await db().donor.findUnique({ where: { email }, select: { name: true } })).toEqual({
    name: 'Sam First',
  })
})

function permutations<T>(items: T[]): T[][] {
  if (items.length < 2) return [items]
  return items.flatMap((item, index) =>
    permutations(items.toSpliced(index, 1)).map((rest) => [item, ...rest]),
  )
}

test('an instant payout is divided with the fee that Stripe takes for it, and both come back where it failed', async () => {
  const { charge, owners } = await life()
  await postMovements({ movements: [charge], owners })
  const payoutId = `po_${randomUUID()}`
  const source: MovementSource = { kind: 'payout', id: payoutId, amountCents: 10_00n, automatic: false }
  const left = movement({ type: 'payout', amount: -1_000, fee: 15 }, source)
  const back = movement(
    { type: 'payout_failure', category: 'payout_reversal', amount: 1_000, fee: -15 },
    source,
  )
  await postMovements({ movements: [left], owners: new Map() })
  expect(await brokenBooks()).toEqual([])
  expect(await dividePayout(payoutId)).toBe(true)
  expect(await dividePayout(payoutId)).toBe(false)
  const fees = () => db().ledgerTransfer.findMany({ where: { sourceId: left.id, code: 'processing_fee' } })
  expect((await fees()).map(({ amountCents }) => amountCents)).toEqual([15n])
  expect(await brokenBooks()).toEqual([])
  await postMovements({ movements: [back], owners: new Map() })
  expect(await brokenBooks()).toEqual([])
})
