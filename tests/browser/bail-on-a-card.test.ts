import { beforeAll, expect, test } from 'vitest'
import { paths } from '#app/http/paths.ts'
import { sessionCookie } from '#app/http/session.ts'
import { useApp } from '#tests/support/app.ts'
import { useBrowser } from '#tests/support/browser.ts'
import { givenApproved } from '#tests/support/given-advance.ts'
import { givenActor, givenTeam, payBy, type Team } from '#tests/support/given-disbursement.ts'
import { givenOwed } from '#tests/support/given-expense.ts'
import { useWorld } from '#tests/support/world.ts'
import { givenSignedIn } from './given-signed-in.ts'
import { look } from './looking.ts'
import { formWith } from './on-phones.ts'

const world = await useWorld()
const app = await useApp(world)
const { visitor } = useBrowser()

let team: Team
let paid: string
let waits: string
beforeAll(async () => {
  team = await givenTeam({ fund: { slug: 'bail' } })
  await givenOwed(team, { kind: 'card', lines: [{ amount: 30_00n }] })
  paid = await givenApproved(team, { fees: 40_00n })
  const from = { cardLast4: '4242' }
  await payBy(team.intake, paid, { principal: 2_400_00n, fees: 40_00n, method: 'card_kiosk', from })
  waits = await givenApproved(team)
})

test('a payment names the fund’s card, and its statement shows what stands on it, by phone and at a desk', {
  timeout: 240_000,
}, async () => {
  const treasurer = await givenActor(team.fundId, ['treasurer'])
  const [name = '', value = ''] = sessionCookie(await givenSignedIn(treasurer.id)).split(/[=;]/)
  const page = await visitor({ width: 360 })
  await page.context().addCookies([{ name, value, url: app.url }])
  const at = (path: string) => () => page.goto(app.url + path)

  const asked = { name: 'payment-with-a-card', open: at(paths.disbursement(waits)) }
  expect(await look(page, asked, { group: 'card' })).toEqual([])
  const from = formWith(page, 'Record the payment').getByLabel('Paid from')
  expect(await from.locator('option').allTextContents()).toEqual([
    'Bank',
    'Debit card, out of the bank',
    'Card ending 4242, on its statement',
  ])
  expect(await from.inputValue()).toBe('bank')

  const told = { name: 'paid-with-a-card', open: at(paths.disbursement(paid)) }
  expect(await look(page, told, { group: 'card' })).toEqual([])
  await page.getByRole('link', { name: 'Charged to the card ending 4242' }).click()
  await page.getByRole('heading', { name: 'Pay a statement' }).waitFor()
  const card = { name: 'card-with-bail', open: at(paths.card(team.fundId, '4242')) }
  expect(await look(page, card, { group: 'card' })).toEqual([])
  const ticks = formWith(page, 'Record the payment').getByRole('checkbox')
  expect(await ticks.evaluateAll((all) => all.map((box) => (box as HTMLInputElement).name))).toEqual([
    'claimIds',
    'chargeIds',
  ])
})
