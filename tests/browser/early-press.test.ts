import type { Page } from '@playwright/test'
import { expect, test } from 'vitest'
import { startSession } from '#app/domain/staff/sessions/start-session.server.ts'
import { paths } from '#app/http/paths.ts'
import { sessionCookie } from '#app/http/session.ts'
import { inTransaction } from '#app/platform/db.ts'
import { catalogs } from '#app/words/catalogs.ts'
import { givenTotp } from '#tests/domain/staff/given-factors.ts'
import { useApp } from '#tests/support/app.ts'
import { useBrowser } from '#tests/support/browser.ts'
import { givenTeam } from '#tests/support/given-disbursement.ts'
import { visitorTo } from '#tests/support/visitor.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()
const app = await useApp(world)
const { visitor } = useBrowser()

const { intake } = await givenTeam()
await givenTotp(intake.id)
const visit = { device: 'Firefox', address: '127.0.0.1' }
const sessionId = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
  startSession(tx, { staffId: intake.id, method: 'totp', visit }),
)

/** Catalogs of one kind come only when they are let go. Tells which were asked for. */
async function holdCatalogs(page: Page, held: string) {
  const asked = new Set<string>()
  let letGo = () => {}
  const allowed = new Promise<void>((resolve) => {
    letGo = resolve
  })
  await page.route(/\/assets\/[a-z-]+-[\w-]{8}\.js$/, async (route) => {
    const name = /([a-z-]+)-[\w-]{8}\.js$/.exec(route.request().url())?.[1] ?? ''
    if (Object.hasOwn(catalogs.en, name)) asked.add(name)
    if (name === held) await allowed
    await route.continue()
  })
  return { asked: () => [...asked].sort(), letGo }
}

async function signedIn(): Promise<Page> {
  const page = await visitor()
  const [name = '', value = ''] = sessionCookie(sessionId).split(/[=;]/)
  await page.context().addCookies([{ name, value, url: app.url }])
  return page
}

const toRequests = `nav a[href="${paths.requests()}"]`

test('a passkey cannot be asked for before the page is alive, and an early answer is said in words', async () => {
  const page = await visitor()
  const { asked, letGo } = await holdCatalogs(page, 'errors')
  await page.goto(`${app.url}/admin/sign-in`)
  const button = page.getByRole('button', { name: 'Sign in with a passkey' })
  expect(await button.isDisabled()).toBe(true)
  expect(asked()).toEqual(['admin', 'errors', 'public'])
  letGo()
  await page.locator('button:not([disabled])', { hasText: 'Sign in with a passkey' }).waitFor()

  const { post } = visitorTo(app.url)
  const early = await post(paths.signIn(), { intent: 'passkey', challengeId: '', passkey: '' })
  expect(await early.text()).toContain('The page was not ready to ask for your passkey.')
})

test('a page waits for its own catalogs only; the next one shows its words or nothing', async () => {
  const page = await signedIn()
  const { letGo } = await holdCatalogs(page, 'intake')
  await page.goto(`${app.url}${paths.admin()}`)
  // A link that is pressed before that asks the server for the whole page, with its words in it.
  await page.waitForFunction(() => Object.keys(document).some((key) => key.startsWith('__reactContainer')))
  await page.locator(toRequests).first().click()
  // Held: the page before it still stands, whole.
  await page.waitForURL(`**${paths.requests()}`)
  await page.waitForTimeout(300)
  expect(await page.locator('h1').textContent()).toBe('What waits for you')
  letGo()
  await page.locator('h1', { hasText: 'Requests' }).waitFor()
})

test('a catalog that cannot be fetched: the page is asked of the server', async () => {
  const page = await signedIn()
  let isCut = true
  await page.route(/\/assets\/intake-/, (route) => (isCut ? route.abort() : route.continue()))
  await page.goto(`${app.url}${paths.admin()}`, { waitUntil: 'networkidle' })
  page.on('request', (request) => {
    if (request.isNavigationRequest()) isCut = false
  })
  const anew = page.waitForEvent('domcontentloaded')
  await page.locator(toRequests).first().click()
  await anew
  await page.locator('h1', { hasText: 'Requests' }).waitFor()
})
