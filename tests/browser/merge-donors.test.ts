import type { Page } from '@playwright/test'
import { expect, test } from 'vitest'
import { issueDemonstrationLink } from '#app/domain/staff/links/issue-demonstration-link.server.ts'
import { paths } from '#app/http/paths.ts'
import { db } from '#app/platform/db.ts'
import { useApp } from '#tests/support/app.ts'
import { givenAuthenticator } from '#tests/support/authenticator.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { axeFindings, scrollsSideways, useBrowser } from '#tests/support/browser.ts'
import { givenFund, givenStaff } from '#tests/support/given.ts'
import { givenCharge } from '#tests/support/given-movements.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()
const app = await useApp(world)
const { visitor } = useBrowser()

const fundId = await givenFund({ slug: 'community-bail' })
const dana = await givenStaff({ fundId, roles: ['treasurer'], name: 'Dana Example' })
const authenticator = await givenAuthenticator(dana)

const isWhole = async (page: Page) => {
  expect(await axeFindings(page)).toEqual([])
  expect(await scrollsSideways(page)).toBe(false)
}

test('on a phone a donor is found, written about, joined with their other record and taken apart again', {
  timeout: 240_000,
}, async () => {
  for (const [email, dollars] of [
    ['robin@donor.example', 50n],
    ['robin.old@donor.example', 20n],
  ] as const)
    await givenCharge({ email, parts: [{ fundId, giftCents: dollars * 100n }], at: new Date() })
  const page = await visitor({ width: 360 })
  const { token } = await issueDemonstrationLink({ staffId: dana })
  await page.goto(`${app.url}/admin/sign-in/${token}`)
  await page.locator('main form button').first().click()
  await page.getByRole('heading', { name: 'What waits for you' }).waitFor()

  await page.goto(`${app.url}${paths.donors()}`, { waitUntil: 'networkidle' })
  await page.getByLabel('Address, name or receipt number').fill('robin@donor.example')
  await page.getByRole('button', { name: 'Find', exact: true }).click()
  await page.getByText('1 donor fits.').waitFor()
  expect(page.url()).not.toContain('robin')
  await isWhole(page)
  await page.getByRole('table').first().getByRole('link').click()
  await page.getByRole('heading', { name: 'What happened' }).waitFor()
  await page.waitForLoadState('networkidle')

  await page.getByLabel('New note').fill('Call 512-555-0100')
  await page.getByText('a telephone number').waitFor()
  await page.getByRole('button', { name: 'Keep the note' }).click()
  await page.getByText('A note was written').waitFor()
  await page.getByLabel('Why do you need it?').selectOption('donor_called')
  await page.getByRole('button', { name: 'Show it' }).click()
  await page.getByText('The address is robin@donor.example').waitFor()
  await isWhole(page)

  await page.getByRole('link', { name: 'This is the same person as another' }).click()
  await page.getByRole('heading', { name: 'Two records, one person' }).waitFor()
  await page.waitForLoadState('networkidle')
  await page.getByLabel('Address, name or receipt number').fill('robin')
  await page.getByRole('button', { name: 'Find', exact: true }).click()
  await page.getByRole('link', { name: 'Look at both' }).click()
  await page.getByText('1 gift moves to the record that stays.').waitFor()
  await isWhole(page)
  await page.getByLabel('Six-digit code').fill(await authenticator.nextCode())
  await page.getByRole('button', { name: 'Join the two' }).click()
  await page.getByRole('heading', { name: 'Also this person' }).waitFor()
  await page.getByText('$70.00').first().waitFor()
  await isWhole(page)
  await page.waitForLoadState('networkidle')

  await page.getByText('Take them apart').click()
  await page.getByLabel('Six-digit code').fill(await authenticator.nextCode())
  await page.getByRole('button', { name: 'Take apart', exact: true }).click()
  await page.getByText('Taken apart from another record').waitFor()
  expect(await db().donorMerge.count({ where: { undoneAt: null } })).toBe(0)
  expect(await brokenBooks()).toEqual([])
})
