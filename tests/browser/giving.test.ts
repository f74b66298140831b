import { mkdir } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { beforeAll, expect, test } from 'vitest'
import { db } from '#app/platform/db.ts'
import { wordsFor } from '#app/words/words.ts'
import { useApp } from '#tests/support/app.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { axeFindings, scrollsSideways, useBrowser } from '#tests/support/browser.ts'
import { givenFund } from '#tests/support/given.ts'
import { givenActor } from '#tests/support/given-disbursement.ts'
import { useWorld } from '#tests/support/world.ts'
import { givenDisclosures } from './given-giving.ts'

const world = await useWorld()
const app = await useApp(world)
const { visitor } = useBrowser()

beforeAll(async () => {
  const fundId = await givenFund({ slug: 'bail' })
  const rides = [{ language: 'en', name: 'Rides Home', summary: 'Drives.', purpose: 'To drive people home.' }]
  await givenFund({ slug: 'rides', texts: rides })
  await givenDisclosures({ ...(await givenActor(fundId, ['administrator'])), fundIds: [fundId] })
})

const folder = 'test-results/giving'
async function picture(page: Page, name: string): Promise<void> {
  if (!process.env.PICTURES) return
  await mkdir(folder, { recursive: true })
  await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true })
}

test.each([
  { language: 'en', scripts: false, amount: '60' },
  { language: 'ar', scripts: true, amount: '٦٠' },
] as const)(
  'in $language on a phone: over two funds in memory of someone, back without paying, paid, and told after a second look',
  { timeout: 480_000 },
  async ({ language, scripts, amount }) => {
    const page = await visitor({ width: 360, locale: language, scripts })
    const { t } = wordsFor(language)
    const prefix = language === 'en' ? '' : `/${language}`
    const email = `robin-${language}@donor.example`
    const whole = async (place: string) => {
      await picture(page, `${place}-${language}`)
      expect([place, await scrollsSideways(page)]).toEqual([place, false])
      if (scripts) expect([place, await axeFindings(page)]).toEqual([place, []])
    }

    await page.goto(`${app.url}${prefix}/funds/bail/donate`, { waitUntil: 'networkidle' })
    for (const title of ['give:split.title', 'give:tribute.title', 'give:statements.title'])
      await page.getByText(t(title), { exact: true }).first().click()
    await page.locator('[name=amount]').fill(amount)
    await page.locator('[name=also]').check()
    await page.locator('#tribute-memory').check()
    await page.locator('[name=tributeName]').fill('June Example')
    await page.locator('[name=tributeEmail]').fill(`kim-${language}@reader.example`)
    await page.locator('[name=tributeMessage]').fill('She never let anyone sit alone.')
    await page.locator('[name=name]').fill('Robin Example')
    await page.locator('[name=email]').fill(email)
    await whole('form')
    await page.locator('button[value=once]').click()
    await page.waitForURL(/\/pay\//)

    await page.getByText('Go back without paying').click()
    await page.waitForURL(/\/donate\?again=/)
    expect(page.url()).not.toMatch(/robin|june/i)
    await whole('back')
    expect(await page.locator('main').textContent()).toContain(t('give:back.waiting.title'))
    expect(await page.locator('[name=tributeName]').inputValue()).toBe('June Example')
    expect(await page.locator('[name=name]').inputValue()).toBe('Robin Example')
    expect(await page.locator('[name="share.rides"]').inputValue()).toBe('30')
    await page.locator('button[value=once]').click()
    await page.waitForURL(/\/pay\//)
    await page.locator('form:has([name=card]) button').first().click()
    await page.waitForURL(/\/thanks\//)
    await app.settled()
    await page.reload()
    await whole('thanks')
    expect(await page.locator('main').textContent()).toContain('Rides Home')
    expect(await db().giftIntent.count({ where: { email } })).toBe(1)

    const link = await linkInInbox(email, /http:\/\/localhost:\d+\S*\/tribute\/[\w.-]+/)
    await page.goto(link, { waitUntil: 'networkidle' })
    await whole('tribute')
    await page.locator('button[value=send]').click()
    await page.getByRole('heading', { name: t('give:tribute.sent.title') }).waitFor()
    const stop = await linkInInbox(
      `kim-${language}@reader.example`,
      /http:\/\/localhost:\d+\S*\/tribute\/stop\/[\w.-]+/,
    )
    await page.goto(stop, { waitUntil: 'networkidle' })
    await whole('tribute-stop')
    await page.locator('main form button').click()
    await page.getByRole('heading', { name: t('give:tribute.stopped.title') }).waitFor()
    await whole('tribute-stopped')
    await app.settled()
    expect(await brokenBooks()).toEqual([])
  },
)

/** The newest link of this kind that came to an address in the sandbox's inbox. */
async function linkInInbox(email: string, kind: RegExp): Promise<string> {
  await app.settled()
  const inbox = (path: string) =>
    fetch(`${world.sandbox.url}/inbox${path}${path.includes('?') ? '&' : '?'}key=${world.sandbox.mailKey}`)
  const { mails } = (await (await inbox(`.json?to=${encodeURIComponent(email)}`)).json()) as {
    mails: { id: string; to: { email: string }[] }[]
  }
  for (const { id } of mails.filter(({ to }) => to[0]?.email === email)) {
    const link = kind.exec(await (await inbox(`/${id}/text`)).text())?.[0]
    if (link) return link
  }
  throw new Error(`no such link came to ${email}`)
}
