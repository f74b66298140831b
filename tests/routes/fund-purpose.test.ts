import { beforeAll, expect, test } from 'vitest'
import { dayAfter } from '#app/domain/recurring-donations/charge-dates.ts'
import type { Role } from '#app/domain/staff/access.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import * as purpose from '#app/routes/admin.funds.$fundId_.purpose/route.tsx'
import { givenTotp } from '#tests/domain/staff/given-factors.ts'
import { givenFund } from '#tests/support/given.ts'
import { givenActor } from '#tests/support/given-disbursement.ts'
import { useWorld } from '#tests/support/world.ts'
import { signedIn, visitor } from './visitor.ts'

await useWorld()
let fundId = ''
beforeAll(async () => {
  fundId = await givenFund({ slug: 'bail' })
})

async function member(roles: Role[]) {
  const { id } = await givenActor(fundId, roles)
  const { code } = await givenTotp(id)
  return { ...(await signedIn(id)), id, code }
}

test('what a fund is for is proposed by one administrator and published by another', async () => {
  const at = { params: { fundId } }
  expect((await visitor().get(purpose, at)).status).toBe(302)
  const [one, two, treasurer] = [
    await member(['administrator']),
    await member(['administrator']),
    await member(['treasurer']),
  ]
  const other = ['es', 'ar', 'vi', 'zh'].flatMap((language) =>
    ['name', 'summary', 'purpose'].map((field) => [`${field}_${language}`, language === 'es' ? 'Nuevo' : '']),
  )
  const form = {
    ...{ intent: 'propose', from: dayAfter(new Date(), 7, 'America/Chicago'), codes: 'court_bail' },
    ...{ name_en: 'Bail', summary_en: 'Pays bail.', purpose_en: 'To pay more bail.' },
    ...Object.fromEntries(other),
  }
  for (const wrong of [{ from: 'soon' }, { purpose_en: '' }, { name_en: 'x'.repeat(81) }, { more: '1' }])
    expect((await one.post(purpose, { ...form, ...wrong }, at)).status).toBe(422)
  for (const wrong of [{ codes: 'yachts' }, { from: '2020-01-01' }, { purpose_es: '' }])
    expect((await one.post(purpose, { ...form, ...wrong }, at)).status).toBe(409)
  expect((await treasurer.post(purpose, form, at)).status).toBe(403)
  expect((await one.post(purpose, form, at)).status).toBe(303)
  const { id: changeId } = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.fundPurposeChange.findFirstOrThrow(),
  )
  const confirm = { intent: 'confirm', changeId }
  expect((await two.post(purpose, confirm, at)).status).toBe(409)
  expect((await one.post(purpose, { ...confirm, code: one.code() }, at)).status).toBe(409)
  expect((await two.post(purpose, { ...confirm, code: two.code() }, at)).status).toBe(302)
  expect(await db().fundPurpose.count({ where: { fundId } })).toBe(2)
  expect((await treasurer.get(purpose, at)).data).toMatchObject({
    page: { proposed: null, versions: [{ version: 2, standing: 'ahead' }, { version: 1 }] },
    reader: { mayManage: false },
  })
})
