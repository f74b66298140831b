import { beforeAll, expect, test } from 'vitest'
import { fundPage } from '#app/domain/funds/fund-page.server.ts'
import type { Role } from '#app/domain/staff/access.ts'
import { namingViolations } from '#app/platform/constraint.ts'
import { inTransaction } from '#app/platform/db.ts'
import * as page from '#app/routes/admin.funds.$fundId_.amounts/route.tsx'
import { givenTotp } from '#tests/domain/staff/given-factors.ts'
import { run } from '#tests/support/by-hand.ts'
import { givenFund } from '#tests/support/given.ts'
import { givenActor } from '#tests/support/given-disbursement.ts'
import { brokenRule } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'
import { signedIn, visitor } from './visitor.ts'

const world = await useWorld()
let fundId = ''
let keeper: Awaited<ReturnType<typeof member>>

async function member(roles: Role[], fund = fundId) {
  const { id } = await givenActor(fund, roles)
  await givenTotp(id)
  return { ...(await signedIn(id)), id }
}

beforeAll(async () => {
  fundId = await givenFund({ slug: 'bail', minimumGiftCents: 500n })
  keeper = await member(['administrator'])
})

const of = () => ({ params: { fundId } })
const form = (language: string, ...amounts: string[]): Record<string, string> => ({
  language,
  ...Object.fromEntries(Array.from({ length: 5 }, (_, index) => [`amounts[${index}]`, amounts[index] ?? ''])),
})
const offered = async (language: string) => (await fundPage({ slug: 'bail', language }))?.suggestedCents
const versions = () =>
  inTransaction({ scope: { kind: 'staff', fundIds: [fundId] } }, (tx) => tx.fundSuggestion.count())

test('each language offers its own amounts, else those of English, else the fund’s first ones', async () => {
  expect(await offered('ar')).toEqual([25_00n, 50_00n, 100_00n, 250_00n])
  expect((await keeper.post(page, form('en', '60', '$10', '30.50'), of())).status).toBe(303)
  expect(await offered('en')).toEqual([10_00n, 30_50n, 60_00n])
  expect(await offered('ar')).toEqual([10_00n, 30_50n, 60_00n])
  expect((await keeper.post(page, form('ar', '٥', '٢٥'), of())).status).toBe(303)
  expect((await keeper.post(page, form('ar', '٥', '٣٥'), of())).status).toBe(303)
  expect(await offered('ar')).toEqual([5_00n, 35_00n])
  expect(await offered('es')).toEqual([10_00n, 30_50n, 60_00n])
  expect((await keeper.get(page, of())).data).toMatchObject({ byLanguage: { ar: [5_00n, 35_00n] } })
})

test('who may; what is refused keeps what was typed and changes nothing', async () => {
  const before = await versions()
  expect((await visitor().get(page, of())).status).toBe(302)
  const auditor = await member(['auditor'])
  expect((await auditor.get(page, of())).data).toMatchObject({ mayManage: false })
  expect((await auditor.post(page, form('en', '10'), of())).status).toBe(403)
  const stranger = await member(['administrator'], await givenFund({ slug: 'elsewhere' }))
  expect((await stranger.get(page, of())).status).toBe(404)
  expect((await stranger.post(page, form('en', '10'), of())).status).toBe(404)
  for (const [sent, code] of [
    [form('en'), 'amounts_missing'],
    [form('en', '10', '10.00'), 'amounts_repeat'],
    [form('en', '4.99'), 'amount_too_small'],
    [form('en', '50000.01'), 'amount_too_large'],
    [form('en', '1e3'), 'amount_not_a_number'],
    [form('tlh', '10'), 'malformed'],
    [{ ...form('en', '10'), 'amounts[5]': '20' }, 'malformed'],
    [{ ...form('en', '10'), currency: 'eur' }, 'unknown_field'],
  ] as [Record<string, string>, string][]) {
    const { status, data } = await keeper.post(page, sent, of())
    expect([code, status === 409 || status === 422]).toEqual([code, true])
    expect(data.values).toMatchObject({ 'amounts[0]': sent['amounts[0]'] })
  }
  expect(await versions()).toBe(before)
})

test('fifty at once keep every version apart; the database holds role, limits and order', async () => {
  const before = await versions()
  const outcome = await Promise.all(
    Array.from({ length: 50 }, () => keeper.post(page, form('vi', '20'), of()).then(({ status }) => status)),
  )
  expect(await versions()).toBe(before + outcome.filter((status) => status === 303).length)
  const sql = `insert into fund_suggestion (fund_id, language, version, cents, changed_by, occurred_at)
                 values ($1::uuid, 'zh', 1, $2::bigint[], $3::uuid, now())`
  const broken = (cents: string, by = keeper.id) =>
    brokenRule(namingViolations(() => run(world.appUrl, [[sql, [fundId, cents, by]]])))
  expect(await broken('{499}')).toBe('amounts_keep_the_funds_limits')
  expect(await broken('{2000,1000}')).toBe('amounts_rise')
  expect(await broken('{1000,1000}')).toBe('amounts_rise')
  expect(await broken('{1000}', (await givenActor(fundId, ['treasurer'])).id)).toBe(
    'amounts_are_set_by_administrators',
  )
  expect(
    await brokenRule(namingViolations(() => run(world.ownerUrl, [['delete from fund_suggestion', []]]))),
  ).toBe('amounts_are_append_only')
})
