import { beforeAll, expect, test } from 'vitest'
import { tellDecision } from '#app/domain/disputes/tell-decision.server.ts'
import { donorTimeline } from '#app/domain/donor-records/donor-timeline.server.ts'
import { correctReceipt } from '#app/domain/receipts/correct-receipt.server.ts'
import { issueReceipts } from '#app/domain/receipts/issue-receipts.server.ts'
import { notifyRefund } from '#app/domain/receipts/notify-refund.server.ts'
import { closeDispute } from '#app/domain/stripe-mirror/settle-disputes.server.ts'
import { paths } from '#app/http/paths.ts'
import { inTransaction } from '#app/platform/db.ts'
import { givenTotp } from '#tests/domain/staff/given-factors.ts'
import { useApp } from '#tests/support/app.ts'
import { givenFund } from '#tests/support/given.ts'
import { givenActor } from '#tests/support/given-disbursement.ts'
import { givenCharge, givenDispute, givenRefund } from '#tests/support/given-movements.ts'
import { useWorld } from '#tests/support/world.ts'
import { signedIn } from './visitor.ts'

const world = await useWorld()
const app = await useApp(world)
// What its jobs would do is done here, each in its turn.
beforeAll(() => app.kill('worker'))

const system = <T>(work: Parameters<typeof inTransaction<T>>[1]) =>
  inTransaction({ scope: { kind: 'system' } }, work)

test('a gift that went back in part and was then disputed and lost is told step by step, in one fund’s sums, on the page too', async () => {
  const fundId = await givenFund({ slug: 'bail' })
  const elsewhere = await givenFund({ slug: 'elsewhere' })
  const { paymentId, chargeId } = await givenCharge({
    ...{ at: new Date(), email: 'zoe@donor.example' },
    parts: [
      { fundId, giftCents: 100_00n },
      { fundId: elsewhere, giftCents: 50_00n },
    ],
  })
  const { donorId } = await system((tx) => tx.payment.findUniqueOrThrow({ where: { id: paymentId } }))
  await issueReceipts({ paymentIds: [paymentId] })
  const refundId = await givenRefund({ chargeId, cents: 30_00n, at: new Date() })
  await notifyRefund({ refundId })
  await correctReceipt({ paymentId })
  const disputeId = await givenDispute({ chargeId, cents: 120_00n, at: new Date(), status: 'needs_response' })

  const told = async () => {
    const { events } = await system((tx) => donorTimeline(tx, { donorId, fundIds: [fundId], after: null }))
    const times = events.map(({ at }) => at.getTime())
    expect(times).toEqual([...times].sort((a, b) => b - a))
    return events.map(({ kind, code, amountCents }) => [kind, code, amountCents])
  }
  const before = [
    ['mail', 'receipt', null],
    ['mail', 'refund-notice', null],
    ['refund', 'stands', 20_00n],
    ['mail', 'receipt', null],
    ['gift', 'card', 100_00n],
  ]
  expect(await told()).toEqual([['dispute', 'fell', 80_00n], ...before])

  await system((tx) => closeDispute(tx, { id: disputeId, status: 'lost' }, new Date()))
  await tellDecision({ disputeId })
  await correctReceipt({ paymentId })
  expect(await told()).toEqual([
    ['mail', 'dispute-notice', null],
    ['dispute_decided', 'lost', 80_00n],
    ['dispute', 'stands', 80_00n],
    ...before,
  ])

  expect(await readBy(await givenActor(fundId, ['treasurer']), donorId)).toEqual([
    'Mail: Taken back by the bank, waits',
    'The dispute over $80.00 was lost',
    'A dispute took $80.00',
    'Mail: Receipt, waits',
    'Mail: Refund, waits',
    '$20.00 went back to the donor',
    'Mail: Receipt, waits',
    'Gave $100.00',
  ])
})

/** What the page of a donor tells under "timeline", as it stands there. */
async function readBy(staff: { id: string }, donorId: string): Promise<string[]> {
  await givenTotp(staff.id)
  const cookie = (await signedIn(staff.id)).cookie()
  const answer = await fetch(app.url + paths.donorRecord(donorId), { headers: { cookie } })
  const [, timeline = ''] = (await answer.text()).replaceAll('<!-- -->', '').split('id="timeline"')
  const [list = ''] = timeline.split('</ol>')
  return [...list.matchAll(/<p class="font-semibold">([^<]*)</g)].map(([, title = '']) => title)
}
