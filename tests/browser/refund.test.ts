import type { Page } from '@playwright/test'
import { expect, test } from 'vitest'
import { issueDemonstrationLink } from '#app/domain/staff/links/issue-demonstration-link.server.ts'
import { paths } from '#app/http/paths.ts'
import { stripe } from '#app/platform/stripe.ts'
import { useApp } from '#tests/support/app.ts'
import { givenAuthenticator } from '#tests/support/authenticator.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { axeFindings, scrollsSideways, useBrowser } from '#tests/support/browser.ts'
import { givenFund, givenStaff } from '#tests/support/given.ts'
import { givenPaidGift } from '#tests/support/given-refund.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()
const app = await useApp(world)
const { visitor } = useBrowser()

const fundId = await givenFund({ slug: 'community-bail' })
const dana = await givenStaff({ fundId, roles: ['treasurer'], name: 'Dana Example' })
const sam = await givenStaff({ fundId, roles: ['administrator'], name: 'Sam Example' })
const codesOf = { dana: await givenAuthenticator(dana), sam: await givenAuthenticator(sam) }

async function signIn(staffId: string): Promise<Page> {
  const page = await visitor({ width: 360 })
  const { token } = await issueDemonstrationLink({ staffId })
  await page.goto(`${app.url}/admin/sign-in/${token}`)
  await page.locator('main form button').first().click()
  await page.getByRole('heading', { name: 'What waits for you' }).waitFor()
  return page
}

const isWhole = async (page: Page) => {
  expect(await axeFindings(page)).toEqual([])
  expect(await scrollsSideways(page)).toBe(false)
}

test('one asks on a phone, another confirms, and the gift says what happened', {
  timeout: 480_000,
}, async () => {
  const gift = await givenPaidGift(app.control, { parts: [{ fundId, giftCents: 50_00n }] })
  const danaPage = await signIn(dana)
  await danaPage.goto(`${app.url}${paths.gifts()}`, { waitUntil: 'networkidle' })
  await danaPage.getByLabel('What you know').fill('robin@donor.example')
  await danaPage.getByRole('button', { name: 'Find', exact: true }).click()
  await danaPage.getByText('1 gift fits').waitFor()
  await isWhole(danaPage)
  await danaPage.getByRole('table').first().getByRole('link').first().click()
  await danaPage.getByRole('heading', { name: 'Give it back' }).waitFor()
  await danaPage.getByLabel('How much').fill('20')
  await danaPage.getByLabel('Why').selectOption('donor_asked')
  await danaPage.getByRole('button', { name: 'See what each fund gives back' }).click()
  await danaPage.getByText('$20.00 would go back').waitFor()
  await isWhole(danaPage)
  await danaPage.getByLabel('Six-digit code').fill(await codesOf.dana.nextCode())
  await danaPage.getByRole('button', { name: 'Ask for this refund' }).click()
  await danaPage.getByText('Waits for another person').waitFor()
  await isWhole(danaPage)

  const samPage = await signIn(sam)
  await samPage
    .getByRole('link', { name: /Confirm or drop a refund/ })
    .first()
    .click()
  await samPage.getByText('Waits for another person').waitFor()
  await samPage.waitForLoadState('networkidle')
  await samPage
    .getByLabel('Six-digit code')
    .first()
    .fill(await codesOf.sam.nextCode())
  await samPage.getByRole('button', { name: 'Confirm this refund' }).click()
  await samPage.getByText('Confirmed by Sam Example').waitFor()
  await app.settled()
  await samPage.reload()
  await samPage.getByText('$20.00 went back to the card').waitFor()
  await isWhole(samPage)
  const { data } = await stripe().refunds.list({ charge: gift.charge })
  expect(data.map(({ amount }) => amount)).toEqual([20_00])
  expect(await brokenBooks()).toEqual([])
})
