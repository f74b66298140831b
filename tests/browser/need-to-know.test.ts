import type { Page } from '@playwright/test'
import { expect, test } from 'vitest'
import { issueDemonstrationLink } from '#app/domain/staff/links/issue-demonstration-link.server.ts'
import { paths } from '#app/http/paths.ts'
import { givenPerson } from '#tests/domain/vault/given-person.ts'
import { useApp } from '#tests/support/app.ts'
import { givenAuthenticator } from '#tests/support/authenticator.ts'
import { axeFindings, scrollsSideways, useBrowser } from '#tests/support/browser.ts'
import { givenAgreement } from '#tests/support/given-copay.ts'
import { givenProposal } from '#tests/support/given-disbursement.ts'
import { givenIntakeTeam, givenRequest, requestRow } from '#tests/support/given-request.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()
const app = await useApp(world)
const { visitor } = useBrowser()

const team = await givenIntakeTeam()
await givenAuthenticator(team.intake.id)

const isWhole = async (page: Page) => {
  expect(await axeFindings(page)).toEqual([])
  expect(await scrollsSideways(page)).toBe(false)
}

const signedIn = async () => {
  const page = await visitor({ width: 360 })
  const { token } = await issueDemonstrationLink({ staffId: team.intake.id })
  await page.goto(`${app.url}/admin/sign-in/${token}`)
  await page.locator('main form button').first().click()
  await page.getByRole('heading', { name: 'What waits for you' }).waitFor()
  return page
}

test('on a phone a number is shown where it is called, corrected, and a person is seen for a reason that is true', {
  timeout: 240_000,
}, async () => {
  const requestId = await givenRequest(team.fundId)
  const { personId } = await requestRow(requestId)
  const page = await signedIn()

  await page.goto(`${app.url}${paths.request(requestId)}`, { waitUntil: 'networkidle' })
  expect(await page.locator('main a[href^="tel:"]').count()).toBe(0)
  await page.getByRole('button', { name: 'Show the number to call' }).click()
  await page.locator('a[href="tel:+15550188"]').waitFor()
  await isWhole(page)

  await page.goto(`${app.url}${paths.request(requestId)}`, { waitUntil: 'networkidle' })
  await page.getByText('Correct how to reach them').click()
  await page.getByLabel('A number that is safe to call').fill('+1 555 0151')
  await isWhole(page)
  await page.getByRole('button', { name: 'Seal and keep' }).click()
  // The form folds once it was taken; until then the number is still the one that was corrected.
  await page.getByLabel('A number that is safe to call').waitFor({ state: 'hidden' })
  await page.getByRole('button', { name: 'Show the number to call' }).click()
  await page.locator('a[href="tel:+15550151"]').waitFor()

  await page.goto(`${app.url}${paths.casePerson(personId)}`, { waitUntil: 'networkidle' })
  await page.getByLabel('Name', { exact: true }).check()
  await page.getByLabel('Why', { exact: true }).selectOption('screening')
  await isWhole(page)
  await page.getByRole('button', { name: 'Show', exact: true }).click()
  await page.getByText('Juniper Fictional').waitFor()

  const closed = await givenPerson(team.fundId)
  await page.goto(`${app.url}${paths.casePerson(closed.personId)}`, { waitUntil: 'networkidle' })
  await page.getByText('Nothing gives you a reason to look today').waitFor()
  await isWhole(page)
})

test('on a phone the paper of a family names who signed once it was said why', {
  timeout: 240_000,
}, async () => {
  const { caseCode } = await givenPerson(team.fundId)
  await givenProposal(team, { caseCode })
  const agreementId = await givenAgreement(team, { caseCode })
  const page = await signedIn()
  await page.goto(`${app.url}${paths.copay(agreementId)}`, { waitUntil: 'networkidle' })
  await page.getByText('Sealed. The paper shows it, for a reason.').waitFor()
  await isWhole(page)

  await page.goto(`${app.url}${paths.copayPaper(agreementId)}`, { waitUntil: 'networkidle' })
  await page.getByText('Write the name on the paper').click()
  await page.getByLabel('Why', { exact: true }).selectOption('family_paper')
  await isWhole(page)
  expect(await page.getByText('Rosa Quill').count()).toBe(0)
  await page.getByRole('button', { name: 'Show the name' }).click()
  await page.getByText('Rosa Quill').waitFor()
  await isWhole(page)
})
