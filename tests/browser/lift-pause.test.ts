import { expect, test } from 'vitest'
import { pauseGiving } from '#app/domain/defence/pause-giving.server.ts'
import { issueDemonstrationLink } from '#app/domain/staff/links/issue-demonstration-link.server.ts'
import { paths } from '#app/http/paths.ts'
import { inTransaction } from '#app/platform/db.ts'
import { useApp } from '#tests/support/app.ts'
import { givenAuthenticator } from '#tests/support/authenticator.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { axeFindings, scrollsSideways, useBrowser } from '#tests/support/browser.ts'
import { givenFund, givenStaff } from '#tests/support/given.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()
const app = await useApp(world)
const { visitor } = useBrowser()

const fundId = await givenFund({ slug: 'community-bail' })
const sam = await givenStaff({ fundId, roles: ['administrator'], name: 'Sam Example' })
await givenAuthenticator(sam)

test('donors read that the form is paused, and an administrator lifts it on a phone', {
  timeout: 240_000,
}, async () => {
  await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    pauseGiving(tx, { cause: 'failed_tries', counted: 44 }),
  )
  for (const [language, title] of [
    ['', 'Giving by card is paused'],
    ['/ar', 'التبرع بالبطاقة متوقف الآن'],
  ] as const) {
    const donor = await visitor({ width: 360 })
    await donor.goto(`${app.url}${language}/funds/community-bail/donate`)
    await donor.getByText(title).waitFor()
    expect(await axeFindings(donor)).toEqual([])
    expect(await scrollsSideways(donor)).toBe(false)
    expect(await donor.locator('main form').count()).toBe(0)
  }

  const page = await visitor({ width: 360 })
  const { token } = await issueDemonstrationLink({ staffId: sam })
  await page.goto(`${app.url}/admin/sign-in/${token}`)
  await page.locator('main form button').first().click()
  await page.getByRole('heading', { name: 'What waits for you' }).waitFor()
  await page.getByRole('link', { name: 'The giving form is paused' }).first().waitFor()
  await page.goto(`${app.url}${paths.defence()}`, { waitUntil: 'networkidle' })
  await page.getByText('44 cards were refused within a quarter of an hour').first().waitFor()
  await page.getByText('Lift the pause').click()
  await page.getByRole('button', { name: 'Take gifts again' }).click()
  await page.getByText('Choose why you lift it.').waitFor()
  expect(await axeFindings(page)).toEqual([])
  await page.getByLabel('Why').selectOption('false_alarm')
  await page.getByRole('button', { name: 'Take gifts again' }).click()
  await page.getByText('Every administrator was told.').waitFor()
  await page.getByText('The form takes gifts', { exact: true }).waitFor()
  expect(await axeFindings(page)).toEqual([])
  expect(await scrollsSideways(page)).toBe(false)

  const donor = await visitor({ width: 360 })
  await donor.goto(`${app.url}/funds/community-bail/donate`)
  await donor.locator('main form').waitFor()
  expect(await brokenBooks()).toEqual([])
})
