import { expect, test } from 'vitest'
import { useApp } from '#tests/support/app.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { useBrowser } from '#tests/support/browser.ts'
import { givenBankBalance, givenFund, givenStaff } from '#tests/support/given.ts'
import { givenIntake } from '#tests/support/given-request.ts'
import { useWorld } from '#tests/support/world.ts'
import { choose, press, tabTo, type } from './by-keyboard.ts'
import { decide, formWith, isWell, phonesOf, unfold } from './on-phones.ts'
import { approve, proposeFromRequest, screenAndRecommend } from './up-to-payment.ts'

const world = await useWorld()
const app = await useApp(world)
const { visitor } = useBrowser()

const fundId = await givenFund({ slug: 'community-bail' })
await givenBankBalance(fundId, 20_000_00n)
const staff = {
  dana: await givenStaff({ fundId, roles: ['intake', 'treasurer'], name: 'Dana Example' }),
  sam: await givenStaff({ fundId, roles: ['approver', 'administrator'], name: 'Sam Example' }),
  kit: await givenStaff({ fundId, roles: ['approver'], name: 'Kit Example' }),
}
await givenIntake({ fundId, administrator: { id: staff.sam, fundIds: [fundId] } })
const { signIn, prove } = await phonesOf(staff, { url: app.url, visitor })

test('someone calls, and by the end the money is back: three people, phones, keyboards', {
  timeout: 480_000,
}, async () => {
  const dana = await signIn('dana')
  await dana.goto(`${app.url}/admin/requests/new`)
  await choose(dana, dana.locator('[name=source]'), 'telephone')
  await choose(dana, dana.locator('[name=askedBy]'), 'family')
  await type(dana, dana.locator('[name=askerName]'), 'Sage Example')
  await type(dana, dana.locator('[name=phone]'), '+1 555 0177')
  await choose(dana, dana.locator('[name=voicemail]'), 'no')
  await type(dana, dana.locator('main [name=language]'), 'Español')
  await type(dana, dana.locator('[name=personName]'), 'Juniper Fictional')
  await type(dana, dana.locator('[name=place]'), 'Larkspur Imaginary Jail')
  await choose(dana, dana.locator('[name=personKnows]'), 'yes')
  await press(dana, dana.getByRole('button', { name: 'Enter the request' }))
  await dana.waitForURL(/\/admin\/requests\/[\w-]{36}$/)
  const request = dana.url()
  await isWell(dana)

  await screenAndRecommend(dana, { ride: 'yes' })

  const sam = await signIn('sam')
  await press(sam, sam.getByRole('link', { name: 'Decide about a request' }))
  await sam.waitForURL(request)
  await decide(sam, 'Approve')
  await sam.getByText('approved').first().waitFor()

  await dana.goto(request)
  await proposeFromRequest(dana, {
    ...{ purpose: 'court_bail', principal: '1,500', fees: '40' },
    ...{ payee: 'Clerk of the County Court', venue: 'County court' },
  })
  await isWell(dana)
  const disbursement = dana.url()

  await sam.goto(`${app.url}/admin`)
  await press(sam, sam.getByRole('link', { name: 'Approve or reject' }))
  await sam.waitForURL(disbursement)
  await approve(sam, () => prove(sam, 'sam', formWith(sam, 'Approve')))

  await dana.goto(disbursement)
  await type(dana, dana.getByLabel('Principal paid'), '1,500')
  await type(dana, dana.getByLabel('Fees paid'), '35')
  await tabTo(dana, dana.getByLabel('Paid to'))
  await dana.keyboard.press('ArrowDown')
  await choose(dana, dana.getByLabel('How', { exact: true }), 'cashiers_check')
  await type(dana, dana.getByLabel('Receipt number'), 'R-1001')
  await prove(dana, 'dana', formWith(dana, 'Record the payment'))
  await press(dana, dana.getByRole('button', { name: 'Record the payment' }))
  await dana.waitForURL(/\/admin\/bonds\/[\w-]{36}$/)
  await isWell(dana)
  const bond = dana.url()

  const kit = await signIn('kit')
  await kit.goto(bond)
  const released = formWith(kit, 'Record the release')
  await choose(kit, released.locator('[name=outcome]'), 'released')
  await choose(kit, released.locator('[name=knownFrom]'), 'jail')
  await press(kit, released.getByRole('button'))
  await kit.getByText('Active').first().waitFor()
  await unfold(kit, 'The case is over')
  const over = formWith(kit, 'Record the end of the case')
  await choose(kit, over.locator('[name=knownFrom]'), 'court_docket')
  await press(kit, over.getByRole('button'))
  await kit.getByText('Refund due').first().waitFor()
  await type(kit, kit.getByLabel('Received'), '1,140')
  await choose(kit, kit.getByLabel('Reason 1'), 'court_costs')
  await type(kit, kit.getByLabel('Amount 1'), '360')
  await type(kit, kit.getByLabel('Check or transfer number'), 'W-77')
  await prove(kit, 'kit', formWith(kit, 'Record the return'))
  await press(kit, kit.getByRole('button', { name: 'Record the return' }))
  await kit.getByText('This bond is closed').waitFor()
  await isWell(kit)

  await dana.goto(request)
  await dana.getByRole('heading', { name: 'Say that the money came back' }).waitFor()
  await isWell(dana)
  expect(await brokenBooks()).toEqual([])
})
