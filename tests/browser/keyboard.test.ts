import { expect, test } from 'vitest'
import { db } from '#app/platform/db.ts'
import { useApp } from '#tests/support/app.ts'
import { givenAuthenticator } from '#tests/support/authenticator.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { useBrowser } from '#tests/support/browser.ts'
import { givenFund, givenStaff } from '#tests/support/given.ts'
import { givenProposal, givenTeam } from '#tests/support/given-disbursement.ts'
import { useWorld } from '#tests/support/world.ts'
import { focused, tabTo } from './by-keyboard.ts'

const world = await useWorld()
const app = await useApp(world)
const { visitor } = useBrowser()

const slug = 'community-bail'
await givenFund({ slug })

test('give $50 once, in Arabic, on a phone, without a script', { timeout: 240_000 }, async () => {
  const page = await visitor({ scripts: false, width: 360, locale: 'ar' })
  await page.goto(`${app.url}/ar/funds/${slug}/donate`)
  await page.keyboard.press('Tab')
  expect(await focused(page)).toMatchObject({ href: '#main', seen: true })

  await tabTo(page, page.locator('[name=preset]:checked'))
  const chosen = page.locator('[name=preset]:checked')
  const suggested = await chosen.inputValue()
  await page.keyboard.press('ArrowDown')
  expect(await chosen.inputValue()).not.toBe(suggested)
  await page.keyboard.press('ArrowUp')
  expect(await chosen.inputValue()).toBe('50')
  expect(await focused(page)).toMatchObject({ seen: true })

  await tabTo(page, page.locator('[name=name]'))
  await page.keyboard.type('نور Example')
  await tabTo(page, page.locator('[name=email]'))
  await page.keyboard.type('noor@donor.example')
  await tabTo(page, page.locator('[name=updates]'))
  await page.keyboard.press('Space')
  expect(await page.locator('[name=updates]').isChecked()).toBe(true)
  await tabTo(page, page.locator('button[name=frequency][value=once]'))
  await page.keyboard.press('Enter')

  await page.waitForURL(/\/pay\//)
  await tabTo(page, page.locator('[name=card]'))
  await page.keyboard.type('4242 4242 4242 4242')
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/ar\/thanks\//)
  expect(await page.locator('html').getAttribute('dir')).toBe('rtl')
  await app.settled()
  expect(
    await db().giftIntent.findMany({ select: { frequency: true, language: true, giftIntentParts: true } }),
  ).toEqual([
    {
      frequency: 'once',
      language: 'ar',
      giftIntentParts: [expect.objectContaining({ giftCents: 50_00n, feeCoverCents: 0n })],
    },
  ])
})

test('sign in with a code, open what waits, and approve it', { timeout: 240_000 }, async () => {
  const team = await givenTeam()
  await givenProposal(team)
  const email = 'kit@staff.example'
  const kit = await givenStaff({ fundId: team.fundId, roles: ['approver'], name: 'Kit Example', email })
  const codes = await givenAuthenticator(kit)

  const page = await visitor()
  await page.goto(`${app.url}/admin/sign-in`, { waitUntil: 'networkidle' })
  await tabTo(page, page.getByLabel('E-mail address'))
  await page.keyboard.type(email)
  await tabTo(page, page.getByLabel('Six-digit code'))
  await page.keyboard.type(await codes.nextCode())
  await page.keyboard.press('Enter')

  await page.getByRole('heading', { name: 'What waits for you' }).waitFor()
  await tabTo(page, page.getByRole('link', { name: 'Approve or reject' }))
  await page.keyboard.press('Enter')

  await page.getByRole('heading', { name: 'Approve' }).waitFor()
  await tabTo(page, page.getByLabel('Six-digit code').first())
  await page.keyboard.type(await codes.nextCode())
  await tabTo(page, page.getByRole('button', { name: 'Approve' }))
  await page.keyboard.press('Space')
  await page.getByText('1 of 1').first().waitFor()
  expect(await brokenBooks()).toEqual([])
})
