import { expect, test } from 'vitest'
import { lookAtDispute } from '#app/domain/disputes/look-at-dispute.server.ts'
import type { Role } from '#app/domain/staff/access.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import * as waiting from '#app/routes/admin._index.tsx'
import * as dispute from '#app/routes/admin.disputes.$disputeId/route.tsx'
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
  return { id, ...(await signedIn(id)) }
}

type Member = Awaited<ReturnType<typeof member>>

test('a dispute of a split gift waits for who may answer in each of its funds, else for who may in one, and the page says why', async () => {
  await control.post('account', { settleDelayMs: 0 })
  const bail = await givenFund({ slug: 'bail' })
  const rides = await givenFund({ slug: 'rides' })
  const { charge } = await givenPaidGift(control, {
    parts: [
      { fundId: bail, giftCents: 50_00n },
      { fundId: rides, giftCents: 20_00n },
    ],
  })
  const { id: disputeId } = await control.post<{ id: string }>('disputes', { charge })
  await lookAtDispute({ disputeId })
  const waits = async (who: Member) => {
    const { items } = (await who.get(waiting)).data as { items: { to: string; act: string }[] }
    return items.filter(({ to }) => to.endsWith(disputeId)).map(({ act }) => act)
  }
  const page = async (who: Member) =>
    (await who.get(dispute, { params: { disputeId } })).data.page as Record<string, unknown>

  const ofBail = await member([bail], 'treasurer')
  const ofRides = await member([rides], 'administrator')
  const names = await db().fundPurposeText.findMany({ where: { language: 'en' } })
  const nameOf = (fundId: string) => names.find((text) => text.fundId === fundId)?.name

  // Nobody serves both: whoever serves one of them learns which role somebody lacks.
  for (const [who, lacking] of [
    [ofBail, rides],
    [ofRides, bail],
  ] as const) {
    expect(await waits(who)).toEqual(['unserved_dispute'])
    expect(await page(who)).toMatchObject({
      ...{ pack: null, mayAnswer: false },
      notTheirs: { funds: [nameOf(lacking)], isSomeones: false },
    })
  }
  expect(await waits(await member([bail], 'auditor'))).toEqual([])

  const ofBoth = await member([bail, rides], 'treasurer')
  expect(await waits(ofBoth)).toEqual(['answer_dispute'])
  expect(await page(ofBoth)).toMatchObject({ mayAnswer: true, notTheirs: null })
  expect((await page(ofBoth)).pack).not.toBeNull()
  for (const who of [ofBail, ofRides]) {
    expect(await waits(who)).toEqual([])
    expect(await page(who)).toMatchObject({ notTheirs: { isSomeones: true } })
  }

  // Whoever may no longer sign in answers nothing.
  await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.staff.update({ where: { id: ofBoth.id }, data: { disabledAt: new Date() } }),
  )
  expect(await waits(ofBail)).toEqual(['unserved_dispute'])
})
