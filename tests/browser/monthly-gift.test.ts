import type { Page } from '@playwright/test'
import { beforeAll, expect, test } from 'vitest'
import { cardLink, scheduleLink } from '#app/domain/recurring-donations/schedule-link.ts'
import { db } from '#app/platform/db.ts'
import { stripe } from '#app/platform/stripe.ts'
import { useApp } from '#tests/support/app.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { useBrowser } from '#tests/support/browser.ts'
import { givenFund } from '#tests/support/given.ts'
import { gift, visitorTo } from '#tests/support/visitor.ts'
import { useWorld } from '#tests/support/world.ts'
import { look } from './looking.ts'

const world = await useWorld()
const app = await useApp(world)
const { visitor } = useBrowser()

beforeAll(async () => {
  await givenFund({ slug: 'bail' })
  await givenFund({ slug: 'rides' })
})

async function givenMonthlyGift(email: string) {
  const form = gift({ frequency: 'monthly', amount: '20', email })
  const answer = await visitorTo(app.url).post('/funds/bail/donate', form)
  await app.control.post(`sessions/${answer.headers.get('location')?.split('/').at(-1)}/pay`)
  await app.settled()
  return db().recurringDonation.findFirstOrThrow({ where: { donor: { email } } })
}

/** The page as it stands, on a phone and on a desk, for axe and for the eye. */
async function stands(page: Page, name: string, group: string) {
  const open = async () => undefined
  expect(await look(page, { name, open }, { group })).toEqual([])
  await page.setViewportSize({ width: 360, height: 800 })
}

test.each([
  ['en', 'ltr'],
  ['ar', 'rtl'],
])(
  'change the amount and the card, pause, go on and stop, in %s, on a phone',
  { timeout: 300_000 },
  async (language, direction) => {
    const { id, stripeSubscriptionId } = await givenMonthlyGift(`${language}@donor.example`)
    const page = await visitor({ width: 360, locale: language })
    await page.goto(scheduleLink(id, language))
    expect(await page.locator('html').getAttribute('dir')).toBe(direction)
    await page.locator('#amount > summary').click()
    await page.locator('#split > summary').click()
    await stands(page, 'monthly-opened', language)

    await page.locator('#amount [name=amount]').fill('35')
    await page.locator('#amount [name=coverFee]').check()
    await page.locator('#amount button').click()
    await page.waitForURL(/\/change\?/)
    expect(await page.locator('main').textContent()).toMatch(/36[.٫]09|٣٦٫٠٩/)
    await stands(page, 'monthly-confirm', language)
    await page.locator('main form button').click()
    await page.waitForURL(/done=amount/)
    await stands(page, 'monthly-done', language)
    const subscription = await stripe().subscriptions.retrieve(stripeSubscriptionId)
    expect(subscription.items.data[0]?.price.unit_amount).toBe(36_09)

    // Another card, on the card service's own page, which leads back.
    await page.locator('button[value=card]').click()
    await page.waitForURL(/\/billing\//)
    // And as a mail leads there: with one click.
    await page.goto(cardLink(id, language))
    expect(page.url()).toMatch(/\/billing\//)
    await page.locator('[name=card]').fill('5555 5555 5555 4444')
    await page.locator('form button').click()
    await page.waitForURL(/\/monthly\/[^/?]+$/)
    await app.settled()
    await page.reload()
    expect(await page.locator('main').textContent()).toContain('4444')

    for (const [change, state] of [
      ['pause', 'paused'],
      ['resume', 'active'],
    ] as const) {
      await page.locator(`#${change} > summary`).click()
      await page.locator(`#${change} button`).click()
      await page.waitForURL(/\/change\?/)
      await stands(page, `monthly-confirm-${change}`, language)
      await page.locator('main form button').click()
      await page.waitForURL(new RegExp(`done=${change}`))
      await stands(page, `monthly-${state}`, language)
      expect((await db().recurringDonation.findUniqueOrThrow({ where: { id } })).state).toBe(state)
    }

    await page.locator('button[value=stop]').click()
    await page.waitForURL(/\/monthly\/[^/?]+$/)
    expect(await page.locator('main form').count()).toBe(0)
    expect((await stripe().subscriptions.retrieve(stripeSubscriptionId)).status).toBe('canceled')
    await app.settled()
    expect(await brokenBooks()).toEqual([])
  },
)
