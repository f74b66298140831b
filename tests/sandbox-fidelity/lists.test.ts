import { beforeAll, describe, expect, it } from 'vitest'
import { type OpenAccount, openQuickAccount, paidCharge, refusal } from './stripe-side.ts'

describe('lists of balance transactions', () => {
  let account: OpenAccount
  let newestFirst: string[]

  beforeAll(async () => {
    account = await openQuickAccount()
    for (let n = 0; n < 7; n++) await account.control('POST charges', { amount: 1000 + n })
    newestFirst = (await account.stripe.balanceTransactions.list({ limit: 100 })).data.map(({ id }) => id)
  })

  it('come newest first, ten unless told, with an exact has_more', async () => {
    const { data } = await account.stripe.balanceTransactions.list()
    expect(data.map(({ amount }) => amount)).toEqual([1006, 1005, 1004, 1003, 1002, 1001, 1000])
    expect((await account.stripe.balanceTransactions.list({ limit: 6 })).has_more).toBe(true)
    expect((await account.stripe.balanceTransactions.list({ limit: 7 })).has_more).toBe(false)
  })

  it('walk to older ones with starting_after', async () => {
    const page = await account.stripe.balanceTransactions.list({ limit: 2, starting_after: newestFirst[1] })
    expect(page.data.map(({ id }) => id)).toEqual(newestFirst.slice(2, 4))
    expect(page.has_more).toBe(true)
    const end = await account.stripe.balanceTransactions.list({ limit: 5, starting_after: newestFirst[1] })
    expect(end.has_more).toBe(false)
  })

  it('walk to newer ones with ending_before: the page next to the cursor, still newest first', async () => {
    const oldest = newestFirst[6]
    const page = await account.stripe.balanceTransactions.list({ limit: 2, ending_before: oldest })
    expect(page.data.map(({ id }) => id)).toEqual(newestFirst.slice(4, 6))
    expect(page.has_more).toBe(true)
    const last = await account.stripe.balanceTransactions.list({ limit: 4, ending_before: newestFirst[4] })
    expect(last.data.map(({ id }) => id)).toEqual(newestFirst.slice(0, 4))
    expect(last.has_more).toBe(false)
    expect((await account.stripe.balanceTransactions.list({ ending_before: newestFirst[0] })).data).toEqual(
      [],
    )
  })

  it('page by themselves in both directions', async () => {
    const down = await account.stripe.balanceTransactions.list({ limit: 3 }).autoPagingToArray({ limit: 100 })
    expect(down.map(({ id }) => id)).toEqual(newestFirst)
    const up = await account.stripe.balanceTransactions
      .list({ limit: 2, ending_before: newestFirst[6] })
      .autoPagingToArray({ limit: 100 })
    expect(up.map(({ id }) => id)).toEqual(newestFirst.slice(0, 6).reverse())
  })

  it('refuse a cursor that is no such object, two cursors, and more than 100', async () => {
    const { balanceTransactions } = account.stripe
    expect(await refusal(balanceTransactions.list({ starting_after: 'txn_x' }))).toMatchObject({
      code: 'resource_missing',
    })
    const both = { starting_after: newestFirst[0], ending_before: newestFirst[1] }
    expect(await refusal(balanceTransactions.list(both))).toMatchObject({ statusCode: 400 })
    expect(await refusal(balanceTransactions.list({ limit: 101 }))).toMatchObject({ statusCode: 400 })
  })

  it('follow expand and filter by source, type and date', async () => {
    const [newest] = (await account.stripe.balanceTransactions.list({ limit: 1, expand: ['data.source'] }))
      .data
    expect(newest?.source).toMatchObject({ object: 'charge', amount: 1006, balance_transaction: newest?.id })
    const source = typeof newest?.source === 'object' ? newest.source?.id : ''
    expect((await account.stripe.balanceTransactions.list({ source })).data).toHaveLength(1)
    expect((await account.stripe.balanceTransactions.list({ type: 'refund' })).data).toHaveLength(0)
    const later = { created: { gt: newest?.created ?? 0 } }
    expect((await account.stripe.balanceTransactions.list(later)).data).toHaveLength(0)
    const since = { created: { gte: (newest?.created ?? 0) - 3600 }, limit: 3 }
    expect(await account.stripe.balanceTransactions.list(since)).toMatchObject({ has_more: true })
  })
})

it('puts a late entry where its date belongs, behind the cursor of a walk', async () => {
  const account = await openQuickAccount()
  await account.control('POST clock', { advanceSeconds: 86_400 })
  const charge = await paidCharge(account, 5000)
  const late = await account.control<{ id: string }>('POST balance-transactions', {
    type: 'stripe_fee',
    amount: -25,
    created: charge.created - 3600,
  })
  const { data } = await account.stripe.balanceTransactions.list()
  expect(data.map(({ id }) => id)).toEqual([charge.balance_transaction, late.id])
  const newer = { ending_before: String(charge.balance_transaction) }
  expect((await account.stripe.balanceTransactions.list(newer)).data).toEqual([])
  const { rows } = await account.control<{ rows: { n: number; id: string }[] }>('GET truth?after=1')
  expect(rows).toMatchObject([{ n: 2, id: late.id }])
})
