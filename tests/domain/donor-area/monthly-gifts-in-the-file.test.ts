import { expect, test } from 'vitest'
import { donorRows } from '#app/domain/donor-area/export/donor-rows.server.ts'
import { givenFund } from '#tests/support/given.ts'
import { changeAsDonor, givenMonthly } from '#tests/support/given-monthly.ts'
import { useRunning } from '#tests/support/running.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()
const running = await useRunning(world)

async function rowsOf(donorId: string, reader: 'donor' | 'staff', wanted: string) {
  const rows: Record<string, unknown>[] = []
  for await (const { section, fields } of donorRows(donorId, reader))
    if (section === wanted) rows.push(fields)
  return rows
}

test('the file says what a monthly gift is now and how it is divided, whoever it is made for', async () => {
  const bail = await givenFund({ slug: 'bail' })
  const rides = await givenFund({ slug: 'rides' })
  const { id, donorId, token } = await givenMonthly(running, { amount: '20' })
  const monthly_gift = id
  expect(await rowsOf(donorId, 'donor', 'monthly_gifts_by_fund')).toEqual([
    { monthly_gift, fund: 'bail', gift_dollars: '20.00', fee_cover_dollars: '0.00' },
  ])

  await changeAsDonor(token, { kind: 'amount', giftCents: 50_00n, coverFee: true })
  const shares = [
    { fundId: bail, share: 3n },
    { fundId: rides, share: 2n },
  ]
  const { plan } = await changeAsDonor(token, { kind: 'split', shares })
  const charged = (Number(plan.amountCents) / 100).toFixed(2)
  for (const reader of ['donor', 'staff'] as const) {
    expect(await rowsOf(donorId, reader, 'monthly_gifts')).toMatchObject([
      { monthly_gift, amount_dollars: charged, amount_dollars_at_first: '20.00' },
    ])
    const parts = await rowsOf(donorId, reader, 'monthly_gifts_by_fund')
    expect(new Map(parts.map(({ fund, gift_dollars }) => [fund, gift_dollars]))).toEqual(
      new Map([
        ['bail', '30.00'],
        ['rides', '20.00'],
      ]),
    )
  }
})
