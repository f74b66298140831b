import { beforeAll, expect, test } from 'vitest'
import { db } from '#app/platform/db.ts'
import type { Language } from '#app/words/languages.ts'
import { wordsFor } from '#app/words/words.ts'
import { useApp } from '#tests/support/app.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { axeFindings, scrollsSideways, useBrowser } from '#tests/support/browser.ts'
import { givenFund } from '#tests/support/given.ts'
import { gift, visitorTo } from '#tests/support/visitor.ts'
import { useWorld } from '#tests/support/world.ts'
import { choose, press, type } from './by-keyboard.ts'

const world = await useWorld()
const app = await useApp(world)
const { visitor } = useBrowser()

const emailOf = (language: Language) => `robin-${language}@donor.example`

beforeAll(async () => {
  await givenFund({ slug: 'bail' })
  for (const language of ['en', 'ar'] as const)
    for (const frequency of ['once', 'monthly']) {
      const fields = gift({ email: emailOf(language), frequency, amount: '20' })
      const answer = await visitorTo(app.url).post('/funds/bail/donate', fields)
      await app.control.post(`sessions/${answer.headers.get('location')?.split('/').at(-1)}/pay`)
    }
  await app.settled()
})

/** The link of the newest mail to this address in the sandbox's inbox. */
async function linkInInbox(email: string): Promise<string> {
  await app.settled()
  const inbox = async (path: string) =>
    fetch(`${world.sandbox.url}/inbox${path}${path.includes('?') ? '&' : '?'}key=${world.sandbox.mailKey}`)
  const { mails } = (await (await inbox(`.json?to=${encodeURIComponent(email)}`)).json()) as {
    mails: { id: string; to: { email: string }[] }[]
  }
  for (const { id } of mails.filter(({ to }) => to[0]?.email === email)) {
    const text = await (await inbox(`/${id}/text`)).text()
    const link = /http:\/\/localhost:\d+\S*\/donor\/sign-in\/[\w-]{43}/.exec(text)?.[0]
    if (link) return link
  }
  throw new Error(`no link came to ${email}`)
}

test.each(['en', 'ar'] as const)(
  'in %s, by keyboard, on a phone: sign in, see, change, take along, be erased',
  { timeout: 480_000 },
  async (language) => {
    const page = await visitor({ width: 360, locale: language })
    const { t } = wordsFor(language)
    const go = (path: string) => page.goto(app.url + path, { waitUntil: 'networkidle' })
    const whole = async (place: string) =>
      expect([place, await axeFindings(page), await scrollsSideways(page)]).toEqual([place, [], false])

    await go(`${language === 'en' ? '' : '/ar'}/donor/sign-in`)
    await whole('sign-in')
    await type(page, page.locator('[name=email]'), emailOf(language))
    await page.keyboard.press('Enter')
    await page.getByRole('status').waitFor()
    await page.goto(await linkInInbox(emailOf(language)))
    await whole('link')
    await press(page, page.locator('main form button'))
    await page.waitForURL(/\/donor$/)
    await page.waitForLoadState('networkidle')
    expect(await page.locator('html').getAttribute('dir')).toBe(language === 'ar' ? 'rtl' : 'ltr')
    expect(await page.locator('main ol > li').count()).toBe(2)
    await whole('gifts')

    for (const path of ['monthly', 'impact', 'documents', 'settings', 'erasure']) {
      await go(`/donor/${path}`)
      await whole(path)
    }

    await go('/donor/documents')
    await press(page, page.locator('main li form button').first())
    await page.getByRole('status').waitFor()

    await go('/donor/statements')
    await whole('statements')
    const paper = page.waitForEvent('download')
    await press(page, page.locator('main li a[href$=".pdf"], main li a[href*=".pdf?"]').first())
    const pdf = await new Response((await (await paper).createReadStream()) as never).arrayBuffer()
    expect(Buffer.from(pdf).subarray(0, 5).toString()).toBe('%PDF-')

    await go('/donor/settings')
    await choose(page, page.locator('#mail-language'), 'es')
    await press(page, page.locator('form:has([value=language]) button'))
    await page.locator('html[lang=es]').waitFor({ state: 'attached' })
    await go('/donor')
    await press(page, page.locator(`header button[value=${language}]`))
    await page.locator(`html[lang=${language}]`).waitFor({ state: 'attached' })

    await go('/donor/settings')
    const download = page.waitForEvent('download')
    await press(page, page.locator('a[href="/donor/data/json"]'))
    const file = JSON.parse(await new Response((await (await download).createReadStream()) as never).text())
    expect(file.gifts).toHaveLength(2)

    await go('/donor/erasure')
    await press(page, page.locator('main summary'))
    await whole('erasure, asked')
    await type(page, page.locator('[name=word]'), t('donor:erasure.word'))
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/donor\/erased$/).catch(async (late: Error) => {
      throw new Error(`${late.message}\n${await page.locator('main').textContent()}`)
    })
    await whole('erased')
    expect(await db().donor.count({ where: { email: emailOf(language) } })).toBe(0)
    await go('/donor')
    expect(page.url()).toContain('/donor/sign-in')
    await app.settled()
    expect(await brokenBooks()).toEqual([])
  },
)
