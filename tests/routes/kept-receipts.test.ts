import { beforeAll, expect, test } from 'vitest'
import { eraseDonor } from '#app/domain/donor-area/erasure/erase-donor.server.ts'
import { issueReceipts } from '#app/domain/receipts/issue-receipts.server.ts'
import type { Role } from '#app/domain/staff/access.ts'
import { db } from '#app/platform/db.ts'
import * as kept from '#app/routes/admin.statements_.kept._index.tsx'
import * as one from '#app/routes/admin.statements_.kept.$paymentId.tsx'
import { givenTotp } from '#tests/domain/staff/given-factors.ts'
import { givenFund } from '#tests/support/given.ts'
import { givenActor } from '#tests/support/given-disbursement.ts'
import { givenCharge } from '#tests/support/given-movements.ts'
import { useWorld } from '#tests/support/world.ts'
import { signedIn, visitor } from './visitor.ts'

await useWorld()
let fundId = ''
let params = { paymentId: '' }

beforeAll(async () => {
  fundId = await givenFund({ slug: 'bail' })
  const email = 'gone@donor.example'
  const { paymentId } = await givenCharge({
    ...{ email, name: 'Noor Sealedname', at: new Date(Date.now() - 86_400_000) },
    parts: [{ fundId, giftCents: 25_00n }],
  })
  await issueReceipts({ paymentIds: [paymentId] })
  await eraseDonor({ donorId: (await db().donor.findUniqueOrThrow({ where: { email } })).id })
  params = { paymentId }
})

async function member(role: Role, fund = fundId) {
  const { id } = await givenActor(fund, [role])
  const { code } = await givenTotp(id)
  return { ...(await signedIn(id)), code }
}

test('kept receipts are for treasurers and administrators of their funds, and no auditor', async () => {
  expect((await visitor().get(kept)).status).toBe(302)
  for (const role of ['intake', 'approver', 'auditor', 'poster'] as const) {
    const { get, post } = await member(role)
    expect((await get(kept)).status).toBe(403)
    expect((await get(one, { params })).status).toBe(403)
    expect((await post(one, { reason: 'giver_asked', code: '' }, { params })).status).toBe(403)
  }
  for (const role of ['treasurer', 'administrator'] as const)
    expect((await (await member(role)).get(kept)).data.rows).toMatchObject([params])
  const stranger = await member('treasurer', await givenFund())
  expect((await stranger.get(kept)).data.rows).toEqual([])
  expect((await stranger.get(one, { params })).status).toBe(404)
  expect((await stranger.post(one, { reason: 'giver_asked', code: '' }, { params })).status).toBe(404)
})

test('one is shown after a reason and a proof, to whoever gave them alone', async () => {
  const { get, post, code } = await member('treasurer')
  expect((await get(one, { params })).data).toMatchObject({ giver: null })
  expect((await post(one, { reason: '', code: code() }, { params })).status).toBe(422)
  expect((await post(one, { reason: 'giver_asked', code: '' }, { params })).status).toBe(409)
  const opened = await post(one, { reason: 'giver_asked', code: code() }, { params })
  expect(opened.status).toBe(302)
  const search = `?${opened.location?.split('?')[1]}`
  expect((await get(one, { params, search })).data.giver).toMatchObject({ name: 'Noor Sealedname' })
  const other = await member('administrator')
  expect((await other.get(one, { params, search })).data).toMatchObject({ giver: null })
})
