import { mkdir } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { beforeAll, expect, test } from 'vitest'
import { db } from '#app/platform/db.ts'
import { wordsFor } from '#app/words/words.ts'
import { useApp } from '#tests/support/app.ts'
import { axeFindings, scrollsSideways, useBrowser } from '#tests/support/browser.ts'
import { givenFund } from '#tests/support/given.ts'
import { givenLimits } from '#tests/support/given-defence.ts'
import { bucketHolds } from '#tests/support/given-line.ts'
import { useWorld } from '#tests/support/world.ts'

process.env.STRIPE_CALLS_PER_SECOND = '5'
const world = await useWorld()
const app = await useApp(world)
const { visitor } = useBrowser()

beforeAll(async () => {
  await givenFund({ slug: 'bail' })
  await givenLimits(world, { leastSeconds: 0 })
})

async function picture(page: Page, name: string): Promise<void> {
  if (!process.env.PICTURES) return
  await mkdir('test-results/waiting', { recursive: true })
  await page.screenshot({ path: `test-results/waiting/${name}.png`, fullPage: true })
}

test.each([
  { language: 'en', scripts: false, width: 1440, scheme: 'light' },
  { language: 'ar', scripts: true, width: 360, scheme: 'dark' },
  { language: 'es', scripts: true, width: 1440, scheme: 'dark' },
  { language: 'vi', scripts: false, width: 360, scheme: 'dark' },
  { language: 'zh', scripts: true, width: 360, scheme: 'light' },
] as const)(
  'in $language, scripts $scripts: the page of the line says that nothing was charged, and goes on to the payment page by itself',
  { timeout: 240_000 },
  async ({ language, scripts, width, scheme }) => {
    const page = await visitor({ width, locale: language, scripts, scheme })
    const { t } = wordsFor(language)
    const prefix = language === 'en' ? '' : `/${language}`
    const email = `robin-${language}@donor.example`
    await page.goto(`${app.url}${prefix}/funds/bail/donate`, { waitUntil: 'networkidle' })
    await page.locator('[name=amount]').fill('60')
    await page.locator('[name=name]').fill('Robin Example')
    await page.locator('[name=email]').fill(email)
    await bucketHolds(world, -4 * 60)
    await page.locator('button[value=once]').click()
    await page.waitForURL(/\/donate\/waiting\//)
    expect(page.url()).not.toMatch(/robin/i)

    const main = page.locator('main')
    expect(await main.locator('h1').textContent()).toBe(t('give:wait.title'))
    expect(await main.textContent()).toContain(t('give:wait.nothing'))
    expect(await main.getByRole('status').textContent()).toBe(t('give:wait.soon'))
    expect(await scrollsSideways(page)).toBe(false)
    if (scripts) expect(await axeFindings(page)).toEqual([])
    if (language === 'ar') expect(await page.locator('html').getAttribute('dir')).toBe('rtl')
    await picture(page, `${language}-${width}`)

    // Nobody presses anything.
    await bucketHolds(world, 1)
    await page.waitForURL(/\/pay\//)
    expect(await db().giftIntent.count({ where: { email } })).toBe(1)
    await page.getByText('Go back without paying').click()
    await page.waitForURL(/\/donate\?again=/)
    expect(await page.locator('[name=name]').inputValue()).toBe('Robin Example')
  },
)

test('back to the form while waiting: it is filled in, and sent again it keeps its place', async () => {
  const page = await visitor({ width: 360, scripts: false })
  await page.goto(`${app.url}/funds/bail/donate`)
  await page.locator('[name=name]').fill('Kim Example')
  await page.locator('[name=email]').fill('kim@donor.example')
  await bucketHolds(world, -4 * 60)
  await page.locator('button[value=once]').click()
  await page.waitForURL(/\/donate\/waiting\//)
  await page.getByRole('link', { name: 'Back to the form' }).click()
  await page.waitForURL(/\/donate\?again=/)
  expect(await page.locator('main').textContent()).toContain('You came back without paying')
  await page.locator('button[value=once]').click()
  await page.waitForURL(/\/donate\/waiting\//)
  expect(await db().giftIntent.count({ where: { email: 'kim@donor.example' } })).toBe(1)
  await bucketHolds(world, 1)
  await page.waitForURL(/\/pay\//)
})
