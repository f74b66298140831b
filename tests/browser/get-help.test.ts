import { expect, test } from 'vitest'
import { screenNames } from '#app/domain/requests/help-form.ts'
import { inTransaction } from '#app/platform/db.ts'
import { useApp } from '#tests/support/app.ts'
import { axeFindings, scrollsSideways, useBrowser } from '#tests/support/browser.ts'
import { givenIntakeTeam, helpForm, requestRow } from '#tests/support/given-request.ts'
import { useWorld } from '#tests/support/world.ts'
import { tabTo } from './by-keyboard.ts'
import { foreignScripts, look } from './looking.ts'

const world = await useWorld()
const app = await useApp(world)
const { visitor } = useBrowser()

const team = await givenIntakeTeam({ fund: { slug: 'community-bail' } })
await givenIntakeTeam({ fund: { slug: 'by-phone' }, intake: { mode: 'partners_only' } })
await givenIntakeTeam({ fund: { slug: 'resting' }, intake: { mode: 'off', phone: '+1 555 0144' } })

test('ask for help, in Arabic, on a phone, by keyboard, without a script', { timeout: 240_000 }, async () => {
  const page = await visitor({ scripts: false, width: 360, locale: 'ar' })
  await page.goto(`${app.url}/ar`)
  await tabTo(page, page.locator('header a[href="/ar/get-help"]'))
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/ar\/get-help$/)
  await tabTo(page, page.locator('main a[href="/ar/get-help/community-bail"]'))
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/ar\/get-help\/community-bail$/)
  expect(await page.locator('html').getAttribute('dir')).toBe('rtl')
  expect(await page.locator('a[href="tel:+15550142"]').first().textContent()).toBe('+1 555 0142')

  const next = () => page.locator('button[name=go][value=next]')
  const onScreen = async (screen: string) => {
    await page.locator(`input[name=screen][value=${screen}]`).waitFor({ state: 'attached' })
    expect([screen, await scrollsSideways(page)]).toEqual([screen, false])
    expect(page.url().replace('#question', '')).toBe(`${app.url}/ar/get-help/community-bail`)
  }
  const write = async (name: string, text: string) => {
    await tabTo(page, page.locator(`[name=${name}]`))
    await page.keyboard.type(text)
    await page.keyboard.press('Enter')
  }
  const choose = async (name: string, downs: number) => {
    await tabTo(page, page.locator(`[name=${name}]`).first())
    await page.keyboard.press('Space')
    for (let pressed = 0; pressed < downs; pressed++) await page.keyboard.press('ArrowDown')
  }

  await onScreen('asker')
  await choose('askedBy', 1)
  await write('askerName', 'Marigold')
  await onScreen('phone')
  await write('phone', 'لا رقم')
  await page.locator('#phone-error').waitFor()
  await onScreen('phone')
  expect(await page.locator('[name=phone]').inputValue()).toBe('لا رقم')
  await page.locator('[name=phone]').fill('')
  await write('phone', '٥٥٥ ٠١٠٠ ٢٢٢')
  await onScreen('voicemail')
  await choose('voicemail', 1)
  await tabTo(page, next())
  await page.keyboard.press('Enter')
  await onScreen('language')
  await tabTo(page, page.locator('button[value=back]'))
  await page.keyboard.press('Enter')
  await onScreen('voicemail')
  expect(await page.locator('[name=voicemail]:checked').inputValue()).toBe('no')
  expect(await page.content()).not.toContain('Marigold')
  await tabTo(page, next())
  await page.keyboard.press('Enter')
  await onScreen('language')
  await write('language', 'العربية')
  await onScreen('person')
  await write('personName', 'نور Fictional')
  await onScreen('place')
  await write('place', 'Briar Imaginary Jail')
  await onScreen('knows')
  expect(await page.content()).not.toMatch(/نور|Briar|٥٥٥/)
  await choose('personKnows', 0)
  await tabTo(page, next())
  await page.keyboard.press('Enter')

  await page.locator('main [role=status]').waitFor()
  const code = (await page.locator('main bdi[dir=ltr]').last().textContent()) ?? ''
  expect(code).toMatch(/^[A-Z2-9]{4}-[A-Z2-9]{4}$/)
  const { id } = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.helpRequest.findUniqueOrThrow({ where: { code } }),
  )
  expect(await requestRow(id)).toMatchObject({
    fundId: team.fundId,
    askedBy: 'family',
    voicemail: false,
    personKnows: 'yes',
  })
})

test('axe finds nothing on any screen, nor on the last page', { timeout: 240_000 }, async () => {
  const page = await visitor({ width: 360, locale: 'ar' })
  await page.goto(`${app.url}/ar/get-help/community-bail`)
  for (const screen of screenNames) {
    await page.locator(`input[name=screen][value=${screen}]`).waitFor({ state: 'attached' })
    expect([screen, await axeFindings(page)]).toEqual([screen, []])
    for (const [name, value] of Object.entries(helpForm)) {
      const choice = page.locator(`input[type=radio][name=${name}][value="${value}"]`)
      if (await choice.count()) await choice.check()
      else if (await page.locator(`[name=${name}]`).count()) await page.locator(`[name=${name}]`).fill(value)
    }
    await page.locator('button[name=go][value=next]').click()
  }
  await page.locator('main [role=status]').waitFor()
  expect(await axeFindings(page)).toEqual([])
})

const outside = 'https://www.weather.gov/'

test('leaving replaces the page, so that Back does not lead to it again', async () => {
  const page = await visitor({ width: 360 })
  await page.route(outside, (route) => route.fulfill({ contentType: 'text/html', body: '<h1>Weather</h1>' }))
  await page.goto(`${app.url}/funds`)
  await page.goto(`${app.url}/get-help/community-bail`)
  await page.locator('[data-leave]').click()
  await page.waitForURL(outside)
  await page.goBack()
  expect(page.url()).toBe(`${app.url}/funds`)
})

const typed = ['Marigold', '555 0100 222']

/** A visitor from whom nothing is hidden: all that they could read at any time, entries included, frame by frame. */
async function watchfulVisitor(reach: 'in place' | 'page by page') {
  const page = await visitor({ width: 360 })
  const seen = new Set<string>()
  await page.exposeFunction('tell', (text: string) => seen.add(text))
  await page.addInitScript(() => {
    const { tell } = window as unknown as { tell(text: string): void }
    let told = ''
    const look = () => {
      const entries = [...document.querySelectorAll('input:not([type=hidden])')].map(
        (entry) => (entry as HTMLInputElement).value,
      )
      const shown = document.body?.checkVisibility() ? [document.body.textContent, ...entries].join('\n') : ''
      if (shown !== told) tell(shown)
      told = shown
      requestAnimationFrame(look)
    }
    look()
  })
  await page.route(outside, (route) => route.fulfill({ contentType: 'text/html', body: '<h1>Weather</h1>' }))
  if (reach === 'page by page')
    await page.route('**/get-help/**', (route) =>
      route.request().resourceType() === 'fetch' ? route.abort() : route.continue(),
    )
  const toScreen = async (screen: string) => {
    await page.locator('button[value=next]').click()
    await page.locator(`input[name=screen][value=${screen}]`).waitFor({ state: 'attached' })
  }
  /** From the list of funds to the third screen, and out. */
  const leaveFromTheThird = async () => {
    await page.goto(`${app.url}/funds`)
    await page.locator('header a[href="/get-help"]').click()
    await page.locator('main a[href="/get-help/community-bail"]').click()
    await page.locator('[name=askedBy]').first().check()
    await page.locator('[name=askerName]').fill(typed[0] ?? '')
    await toScreen('phone')
    await page.locator('[name=phone]').fill(typed[1] ?? '')
    await toScreen('voicemail')
    await page.locator('[data-leave]').click()
    await page.waitForURL(outside)
  }
  return { page, seen, leaveFromTheThird }
}

test.each(['in place', 'page by page'] as const)(
  'after leaving from the third screen, sent %s, Back shows nothing that was typed',
  { timeout: 240_000 },
  async (reach) => {
    const { page, seen, leaveFromTheThird } = await watchfulVisitor(reach)
    await leaveFromTheThird()
    expect([...seen].join('\n')).toContain('Marigold')
    seen.clear()
    for (const _ of [1, 2, 3]) {
      await page.goBack({ waitUntil: 'commit' })
      await page.waitForURL((url) => !url.pathname.includes('get-help'))
    }
    const read = [...seen].join('\n')
    for (const words of [...typed, 'Ask ', 'Leave this page', 'Question']) expect(read).not.toContain(words)

    await page.goto(`${app.url}/get-help/community-bail`)
    await page.locator('[name=askedBy]').first().check()
    await page.reload()
    expect(await page.locator('[name=askerName]').isVisible()).toBe(true)
    expect(await page.content()).not.toContain('Marigold')
  },
)

test.each(['en', 'es', 'ar'] as const)('every page of it in %s', { timeout: 240_000 }, async (language) => {
  const page = await visitor({ locale: language === 'ar' ? 'ar' : 'en-US' })
  const prefix = language === 'en' ? '' : `/${language}`
  const found: string[] = []
  const at = (path: string) => async () =>
    expect((await page.goto(app.url + prefix + path))?.status()).toBe(200)
  const sights = [
    { name: 'get-help', open: at('/get-help') },
    { name: 'get-help-form', open: at('/get-help/community-bail') },
    {
      name: 'get-help-errors',
      open: async () => {
        await at('/get-help/community-bail')()
        await page.locator('button[value=next]').click()
        await page.locator('#askedBy-error').waitFor()
      },
    },
    { name: 'get-help-by-phone', open: at('/get-help/by-phone') },
    { name: 'get-help-resting', open: at('/get-help/resting') },
  ]
  for (const sight of sights)
    found.push(...(await look(page, sight, { group: language })), ...(await foreignScripts(page)))
  expect(found).toEqual([])
})
