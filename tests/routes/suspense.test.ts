import { beforeAll, describe, expect, test } from 'vitest'
import { db } from '#app/platform/db.ts'
import * as suspense from '#app/routes/admin.suspense/route.tsx'
import { givenTotp } from '#tests/domain/staff/given-factors.ts'
import { givenSuspense } from '#tests/domain/suspense/given-suspense.ts'
import { useApp } from '#tests/support/app.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { givenFund } from '#tests/support/given.ts'
import { givenActor } from '#tests/support/given-disbursement.ts'
import { errorBeside, visitorTo } from '#tests/support/visitor.ts'
import { useWorld } from '#tests/support/world.ts'
import { signedIn, visitor } from './visitor.ts'

const world = await useWorld()
const app = await useApp(world)

type Role = Parameters<typeof givenActor>[1][number]

let fundId: string
let otherId: string

beforeAll(async () => {
  fundId = await givenFund({ slug: 'bail' })
  otherId = await givenFund({ slug: 'elsewhere' })
})

async function member(roles: Role[]) {
  const { id } = await givenActor(fundId, roles)
  await givenTotp(id)
  return signedIn(id)
}

describe('who is let in', () => {
  test('strangers are asked to sign in', async () => {
    expect(await visitor().get(suspense)).toMatchObject({ status: 302 })
    expect(await visitor().post(suspense, {})).toMatchObject({ status: 302 })
    const page = await visitorTo(app.url).get('/admin/suspense')
    expect(page.headers.get('location')).toBe('/admin/sign-in?next=%2Fadmin%2Fsuspense')
  })

  test.each<[Role, boolean, boolean]>([
    ['intake', false, false],
    ['approver', false, false],
    ['auditor', true, false],
    ['treasurer', true, true],
    ['administrator', true, true],
  ])('%s', async (role, reads, assigns) => {
    const person = await member([role])
    expect((await person.get(suspense)).status).toBe(reads ? 200 : 403)
    expect((await person.post(suspense, {})).status).toBe(assigns ? 422 : 403)
    if (reads) expect((await person.get(suspense)).data).toMatchObject({ mayAssign: assigns })
  })

  test('a gift is offered for one’s own funds only, and another fund does not exist', async () => {
    const treasurer = await member(['treasurer'])
    expect((await treasurer.get(suspense)).data).toMatchObject({ funds: [{ id: fundId, name: 'Bail Fund' }] })
    const txnId = await givenSuspense(world, { amount: 3_00n })
    expect((await treasurer.post(suspense, { txnId, as: `gift:${otherId}` })).status).toBe(404)
    const auditor = await member(['auditor', 'intake'])
    expect((await auditor.post(suspense, { txnId, as: 'operating_income' })).status).toBe(403)
    expect((await treasurer.post(suspense, { txnId, as: 'operating_income' })).status).toBe(303)
  })
})

describe('without JavaScript', () => {
  async function page(roles: Role[], path = '/admin/suspense') {
    const cookie = (await member(roles)).cookie()
    const browser = visitorTo(app.url)
    return {
      get: async () => (await browser.get(path, { cookie })).text(),
      post: (form: Record<string, string>) => browser.post(path, form, { cookie }),
    }
  }

  test('what waits is said in words, and named by a plain form', async () => {
    const txnId = await givenSuspense(world, { amount: 40_00n, fee: 1_18n })
    const { get, post } = await page(['treasurer'])
    const before = await get()
    expect(before).toContain('$38.82 came in')
    expect(before).toContain('$40.00, of which Stripe took $1.18')
    expect(before).toContain('A kind of movement that we do not know')
    expect(before).toContain(`<option value="gift:${fundId}">A gift to Bail Fund</option>`)
    expect(before).toContain('A gift named here has no donor and makes no receipt.')
    expect(before).not.toContain('gift_refunded:')
    expect(before).toMatch(/<a[^>]*href="\/admin\/suspense"[^>]*>Unclear money</)

    const empty = await post({ txnId, as: '' })
    expect(empty.status).toBe(422)
    expect(errorBeside(await empty.text(), `as-${txnId}`)).toBe('This is needed.')
    const forged = await post({ txnId, as: 'gift:x' })
    expect(forged.status).toBe(422)
    const misfit = await post({ txnId, as: 'operating_fee' })
    expect(misfit.status).toBe(409)
    expect(errorBeside(await misfit.text(), `as-${txnId}`)).toMatch(/^This does not fit the movement/)

    const said = await post({ txnId, as: `gift:${fundId}` })
    expect(said.status).toBe(303)
    expect(said.headers.get('location')).toBe('/admin/suspense#assigned')
    const after = await get()
    expect(after).toContain('Nothing waits')
    expect(after).toContain('A gift to Bail Fund')

    const again = await post({ txnId, as: `gift:${fundId}` })
    expect(again.status).toBe(409)
    expect(await again.text()).toContain('Someone has already said what this movement was.')
    expect(await db().suspenseAssignment.count({ where: { txnId } })).toBe(1)
    expect(await brokenBooks()).toEqual([])
  })

  test('who only reads sees no form, and a refund asks whose gift went back', async () => {
    const txnId = await givenSuspense(world, { amount: -12_00n })
    const auditor = await (await page(['auditor'])).get()
    expect(auditor).toContain('$12.00 went out')
    expect(auditor).toContain('A treasurer or an administrator says what it was.')
    expect(auditor).not.toContain(`as-${txnId}`)

    const { get, post } = await page(['administrator'])
    expect(await get()).toContain('A gift to Bail Fund that went back')
    expect((await post({ txnId, as: `gift_refunded:${fundId}` })).status).toBe(303)
    expect(await brokenBooks()).toEqual([])
  })

  test('what was said wrongly is asked back by one and confirmed by another with a proof, or left as it was', async () => {
    const txnId = await givenSuspense(world, { amount: 21_00n })
    const treasurer = await page(['treasurer'])
    await treasurer.post({ txnId, as: `gift:${fundId}` })
    const asked = { intent: 'ask', txnId, number: '1', dated: 'then' }
    const without = await treasurer.post({ ...asked, reason: '' })
    expect(without.status).toBe(422)
    expect(errorBeside(await without.text(), `reason-${txnId}-1`)).toBe('This is needed.')
    expect((await treasurer.post({ ...asked, reason: 'another_fund' })).status).toBe(303)
    expect(await treasurer.get()).toContain('You asked for this. Another person confirms it.')
    const { id: reversalId } = await db().suspenseReversal.findFirstOrThrow({ where: { txnId } })

    const administrator = await page(['administrator'])
    expect(await administrator.get()).toContain('Confirm: take it back')
    expect(await (await page(['auditor'])).get()).not.toContain('Confirm: take it back')
    expect((await administrator.post({ intent: 'confirm', reversalId })).status).toBe(409)
    expect((await administrator.post({ intent: 'keep', reversalId })).status).toBe(303)
    expect(await administrator.get()).toContain('Left as it was by')
    const again = await administrator.post({ intent: 'keep', reversalId })
    expect(again.status).toBe(409)
    expect(await again.text()).toContain('This was already confirmed or withdrawn.')
    expect(await brokenBooks()).toEqual([])
  })

  test('what was said long ago is a page away', async () => {
    for (let said = 0; said < 31; said++) {
      const treasurer = await member(['treasurer'])
      const txnId = await givenSuspense(world, { amount: 1_00n })
      await treasurer.post(suspense, { txnId, as: 'operating_income' })
    }
    const treasurer = await member(['treasurer'])
    const first = (await treasurer.get(suspense)).data as { assigned: { txnId: string }[]; older: string }
    expect(first.assigned).toHaveLength(30)
    const next = (await treasurer.get(suspense, { search: `?after=${first.older}` })).data
    const older = next as { assigned: { txnId: string }[]; older: null }
    expect(older.assigned).toHaveLength((await db().suspenseAssignment.count()) - 30)
    const shown = [...first.assigned, ...older.assigned].map(({ txnId }) => txnId)
    expect(new Set(shown).size).toBe(shown.length)
  })
})
