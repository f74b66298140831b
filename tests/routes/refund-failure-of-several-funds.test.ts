import { expect, test } from 'vitest'
import type { Role } from '#app/domain/staff/access.ts'
import { sweep } from '#app/domain/stripe-mirror/sweep.server.ts'
import { db } from '#app/platform/db.ts'
import { stripe } from '#app/platform/stripe.ts'
import * as waiting from '#app/routes/admin._index.tsx'
import * as gift from '#app/routes/admin.gifts.$paymentId/route.tsx'
import { givenTotp } from '#tests/domain/staff/given-factors.ts'
import { controlOf } from '#tests/support/control.ts'
import { givenFund } from '#tests/support/given.ts'
import { givenPaidGift } from '#tests/support/given-refund.ts'
import { givenActorIn } from '#tests/support/given-shared-bond.ts'
import { useWorld } from '#tests/support/world.ts'
import { signedIn } from './visitor.ts'

const world = await useWorld()
const control = controlOf(world)

async function member(fundIds: string[], role: Role) {
  const { id } = await givenActorIn(fundIds, [role])
  await givenTotp(id)
  return signedIn(id)
}

type Member = Awaited<ReturnType<typeof member>>

test('a refund of a split gift that came back waits for who may answer in each of its funds, else for who may in one, and the gift says why', async () => {
  await control.post('account', { settleDelayMs: 0 })
  const bail = await givenFund({ slug: 'bail' })
  const rides = await givenFund({ slug: 'rides' })
  const { paymentId, charge } = await givenPaidGift(control, {
    parts: [
      { fundId: bail, giftCents: 50_00n },
      { fundId: rides, giftCents: 20_00n },
    ],
  })
  const { id: refundId } = await stripe().refunds.create({ charge, amount: 20_00 })
  await sweep('fast')
  await control.post(`refunds/${refundId}/fail`)
  await sweep('fast')

  const waits = async (who: Member) => {
    const { items } = (await who.get(waiting)).data as { items: { to: string; act: string }[] }
    return items.filter(({ to }) => to.endsWith(paymentId)).map(({ act }) => act)
  }
  const notTheirs = async (who: Member) =>
    ((await who.get(gift, { params: { paymentId } })).data.page as { notTheirs: object | null }).notTheirs
  const answer = (who: Member) =>
    who.post(gift, { intent: 'answer', refundId, answer: 'donor_reached' }, { params: { paymentId } })
  const names = await db().fundPurposeText.findMany({ where: { language: 'en' } })
  const nameOf = (fundId: string) => names.find((text) => text.fundId === fundId)?.name

  // Nobody serves both: whoever serves one of them learns which role somebody lacks.
  const ofBail = await member([bail], 'treasurer')
  const ofRides = await member([rides], 'administrator')
  for (const [who, lacking] of [
    [ofBail, rides],
    [ofRides, bail],
  ] as const) {
    expect(await waits(who)).toEqual(['unserved_refund_failure'])
    expect(await notTheirs(who)).toEqual({ funds: [nameOf(lacking)], isSomeones: false })
    expect((await answer(who)).status).toBe(409)
  }
  expect(await waits(await member([bail], 'auditor'))).toEqual([])

  const ofBoth = await member([bail, rides], 'treasurer')
  expect(await waits(ofBoth)).toEqual(['answer_refund_failure'])
  expect(await notTheirs(ofBoth)).toBeNull()
  for (const who of [ofBail, ofRides]) {
    expect(await waits(who)).toEqual([])
    expect(await notTheirs(who)).toMatchObject({ isSomeones: true })
  }

  expect((await answer(ofBoth)).status).toBe(303)
  expect(await waits(ofBoth)).toEqual([])
  expect(await notTheirs(ofBail)).toBeNull()
})
