import { mkdir } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { expect, test } from 'vitest'
import { issueDemonstrationLink } from '#app/domain/staff/links/issue-demonstration-link.server.ts'
import { paths } from '#app/http/paths.ts'
import { useApp } from '#tests/support/app.ts'
import { givenAuthenticator } from '#tests/support/authenticator.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { axeFindings, scrollsSideways, useBrowser } from '#tests/support/browser.ts'
import { givenFund, givenStaff } from '#tests/support/given.ts'
import { givenBankAccount, givenStatement, operatingId } from '#tests/support/given-bank.ts'
import { today } from '#tests/support/given-remittance.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()
const app = await useApp(world)
const { visitor } = useBrowser()

const fundId = await givenFund({ slug: 'community-bail' })
const ira = await givenStaff({ fundId, roles: ['intake'], name: 'Ira Example' })
const dana = await givenStaff({ fundId, roles: ['treasurer'], name: 'Dana Example' })
const sam = await givenStaff({ fundId, roles: ['treasurer'], name: 'Sam Example' })
await givenAuthenticator(ira)
const codesOf = { dana: await givenAuthenticator(dana), sam: await givenAuthenticator(sam) }

const phone = { width: 360, height: 800 }
const desk = { width: 1440, height: 900 }

async function signIn(staffId: string, { width, locale = 'en-US' }: { width: number; locale?: string }) {
  const page = await visitor({ width, locale })
  page.setDefaultTimeout(60_000)
  const { token } = await issueDemonstrationLink({ staffId })
  await page.goto(`${app.url}/admin/sign-in/${token}`)
  await page.locator('main form button').first().click()
  await page.getByRole('heading', { name: /What waits|Lo que/ }).waitFor()
  return page
}

/** Whole to every reader as it stands; and a picture of it in both sizes and themes where they are wanted. */
async function isWhole(page: Page, name: string): Promise<void> {
  expect(await axeFindings(page), name).toEqual([])
  expect(await scrollsSideways(page), name).toBe(false)
  if (process.env.PICTURES !== '1') return
  const folder = 'test-results/pages/batches'
  await mkdir(folder, { recursive: true })
  const before = page.viewportSize() ?? phone
  for (const size of [phone, desk])
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.setViewportSize(size)
      await page.emulateMedia({ colorScheme })
      await page.screenshot({ path: `${folder}/${name}-${size.width}-${colorScheme}.png`, fullPage: true })
    }
  await page.setViewportSize(before)
  await page.emulateMedia({ colorScheme: 'light' })
}

const choose = (page: Page, label: string, option: string) =>
  page.getByLabel(label, { exact: true }).selectOption({ label: option })
const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first().click()

test('checks and cash are counted, entered, booked by another, thanked on paper and found at the bank', {
  timeout: 300_000,
}, async () => {
  const page = await signIn(ira, phone)
  await page.goto(`${app.url}${paths.offlineBatches()}`, { waitUntil: 'networkidle' })
  await page.getByText('No batch yet').waitFor()
  await isWhole(page, 'offline-1-none')
  await page.getByRole('link', { name: 'Open a batch' }).click()
  await page.getByLabel('Day of the deposit').fill(today())
  await page.getByLabel('Deposit number').fill('4017')
  await page.getByLabel('Pieces counted').fill('five')
  await page.getByLabel('Sum counted').fill('1e3')
  await press(page, 'Open the batch')
  await page.locator('#total-error').waitFor()
  await isWhole(page, 'offline-2-wrong')
  await page.getByLabel('Pieces counted').fill('5')
  await page.getByLabel('Sum counted').fill('1,150')
  await press(page, 'Open the batch')
  await page.getByText('0 of 5 pieces entered').waitFor()
  await isWhole(page, 'offline-3-empty')

  const enter = async (kind: string, amount: string, facts: Record<string, string>) => {
    await choose(page, 'Kind', kind)
    await page.getByLabel('Amount', { exact: true }).fill(amount)
    for (const [label, typed] of Object.entries(facts))
      await page.getByLabel(label, { exact: true }).fill(typed)
    await press(page, 'Enter this piece')
  }
  await enter('Check', '100', { Name: 'Robin Example', 'E-mail': 'robin@donor.example' })
  await page.locator('#reference-error').waitFor()
  expect(await page.getByLabel('Ticker').isVisible(), 'a check has no ticker').toBe(false)
  await isWhole(page, 'offline-4-check-without-number')
  const pieces: [kind: string, amount: string, facts: Record<string, string>][] = [
    ['Check', '110', { Name: 'Robin Example', 'E-mail': 'robin@donor.example', Number: '1001' }],
    ['Cash', '20', { Name: 'Ana Example' }],
    [
      'Donor-advised fund',
      '300',
      { Name: 'Bo Sample', 'Who keeps the donor-advised fund': 'Example Charitable' },
    ],
    ['Stock, as sold', '230', { Name: 'Cy Sample', Ticker: 'ABC', Shares: '3.5' }],
    ['Grant', '500', { Name: 'Example Foundation', Number: 'G-7' }],
  ]
  for (const [at, piece] of pieces.entries()) {
    await enter(...piece)
    await page.getByText(`${at + 1} of 5 pieces entered`).waitFor()
    await page.waitForLoadState('networkidle')
  }
  await page.getByText('Difference: -$10.00').waitFor()
  expect(await page.getByRole('button', { name: 'Close and book' }).count()).toBe(0)
  await isWhole(page, 'offline-5-sum-differs')
  await press(page, 'Take out $110.00 by Robin Example')
  await page.getByText('4 of 5 pieces entered').waitFor()
  await page.waitForLoadState('networkidle')
  await enter('Check', '100', { Name: 'Robin Example', 'E-mail': 'robin@donor.example', Number: '1001' })
  await page.getByText('5 pieces with $1,150.00 entered, as counted.').waitFor()
  await page.getByText('Another person closes this batch').waitFor()
  await isWhole(page, 'offline-6-waits')
  const batch = page.url()

  const other = await signIn(dana, desk)
  await other.goto(batch, { waitUntil: 'networkidle' })
  await isWhole(other, 'offline-7-to-close')
  await other.getByLabel('Six-digit code').fill(await codesOf.dana.nextCode())
  await press(other, 'Close and book')
  await other.getByText('Closed and booked').first().waitFor()
  await isWhole(other, 'offline-8-closed')
  await app.settled()
  await other.getByRole('link', { name: 'Cy Sample' }).click()
  await other.getByText('Stock is described without a value').waitFor()
  await isWhole(other, 'offline-9-paper')
  const pdf = await other.request.get(
    `${app.url}${await other.getByRole('link', { name: 'Open it to print' }).getAttribute('href')}`,
  )
  expect(pdf.headers()['content-type']).toBe('application/pdf')
  await press(other, 'I printed it')
  await other.getByText('Printed by Dana Example').waitFor()

  const acting = { id: dana, fundIds: [fundId, await operatingId()] }
  const accountId = await givenBankAccount({ staff: acting, fundIds: [fundId] })
  // The worker matches after each statement too: whichever of the two comes first, the five pieces are one deposit.
  await givenStatement({
    ...{ staff: acting, accountId },
    rows: [[today(), 'BRANCH DEPOSIT', '1150.00']],
  })
  await app.settled()
  await other.goto(`${app.url}${paths.bankAccount(accountId)}`, { waitUntil: 'networkidle' })
  await other.getByText('1 line of the bank is matched').first().waitFor()
  await isWhole(other, 'offline-10-bank')
  expect(await brokenBooks()).toEqual([])
})

const head = 'Giver,E-mail,Appeal,Amount,Gift date,Number'
const rows = [
  'Ana Example,ana@donor.example,Spring,25.00,2019-05-05,1',
  'Ana Example,ana@donor.example,Spring,25.00,2019-05-05,2',
  'Bo Sample,bo@donor.example,,10.00,2019-06-06,3',
  'Cy Sample,cy@donor.example,Spring,1e3,2019-06-06,4',
]
const file = (text: string) => ({
  ...{ name: 'gifts.csv', mimeType: 'text/csv' },
  buffer: Buffer.from(text),
})

test('a file is brought by hand, looked through, brought in and taken back', {
  timeout: 300_000,
}, async () => {
  const page = await signIn(sam, phone)
  await page.goto(`${app.url}${paths.imports()}`, { waitUntil: 'networkidle' })
  await page.getByText('No file yet').waitFor()
  await isWhole(page, 'import-1-none')
  const upload = async (text: string) => {
    await page.getByLabel('File', { exact: true }).setInputFiles(file(text))
    await press(page, 'Upload and read')
    await page.waitForURL(/\/imports\/[0-9a-f-]{36}$/)
  }
  await upload(`Donor Email,Name,Amount,Donated At,Receipt Id\n"never closed,1\n${'x,'.repeat(40)}\n`)
  await page.getByText('This file could not be read').waitFor()
  await page.getByText('Line 2, column 1.').waitFor()
  await isWhole(page, 'import-2-broken')
  await page.getByRole('link', { name: 'Imports' }).last().click()
  await page.getByRole('heading', { name: 'Bring a file' }).waitFor()
  await page.waitForLoadState('networkidle')

  await upload([head, ...rows].join('\n'))
  await page.getByRole('heading', { name: 'Which column is what' }).waitFor()
  expect(await page.getByLabel('E-mail address', { exact: true }).inputValue()).toBe('E-mail')
  await choose(page, 'Name', 'Giver')
  await choose(page, 'Payment number', 'Number')
  await isWhole(page, 'import-3-columns')
  await press(page, 'Read the file')
  await page.getByRole('heading', { name: 'Which fund each campaign was for' }).waitFor()
  await page.getByText('Column 4: the amount is no number').waitFor()
  await page.getByText('Line 2 of this file').waitFor()
  await isWhole(page, 'import-4-preview')
  await choose(page, 'Fund of “Spring”', 'Bail Fund')
  await press(page, 'Use these funds')
  await page.getByText('2 are taken').waitFor()
  await page.waitForLoadState('networkidle')
  await page.getByLabel('Line 3', { exact: true }).selectOption({ label: 'It is the same gift' })
  await press(page, 'Decide')
  // What is decided waits no more; until then the next press would come before this one was answered.
  await page.getByLabel('Line 3', { exact: true }).waitFor({ state: 'hidden' })
  await press(page, 'Skip it: A fault in the row')
  await page.getByText('Nothing waits for a decision.').waitFor()
  await page.waitForLoadState('networkidle')
  await isWhole(page, 'import-5-decided')
  const bring = async (total: string) => {
    await page.locator('#total').fill(total)
    await page.getByLabel('Refunded gifts may come in whole').check()
    await page.getByLabel('Six-digit code').fill(await codesOf.sam.nextCode())
    await page.locator('#start form button').last().click()
  }
  await bring('40')
  await page.locator('#total-error').waitFor()
  await isWhole(page, 'import-6-wrong-sum')
  await bring('35')
  await page.getByText('2 gifts came in').waitFor()
  await isWhole(page, 'import-7-in')

  const other = await signIn(dana, desk)
  await other.goto(page.url(), { waitUntil: 'networkidle' })
  await other.getByRole('link', { name: 'See what undoing would take back' }).click()
  await other.getByRole('heading', { name: 'Undo this batch' }).waitFor()
  await isWhole(other, 'import-8-undo')
  await other.getByLabel('Six-digit code').fill(await codesOf.dana.nextCode())
  await press(other, 'Undo this batch')
  await other.getByText('2 gifts were taken back').waitFor()
  await isWhole(other, 'import-9-undone')

  await page.goto(`${app.url}${paths.imports()}`, { waitUntil: 'networkidle' })
  await isWhole(page, 'import-10-list')
  const many = Array.from(
    { length: 20_000 },
    (_, at) => `g${at}@donor.example,Robin Example,10.00,2019-03-03,m${at}`,
  )
  await upload(['Donor Email,Name,Amount,Donated At,Receipt Id', ...many].join('\n'))
  await page.getByRole('progressbar').waitFor()
  await isWhole(page, 'import-11-progress')
  await page.getByText('20,000 are taken').waitFor()

  if (process.env.PICTURES === '1') {
    const spanish = await signIn(dana, { ...desk, locale: 'es' })
    await spanish.goto(page.url(), { waitUntil: 'networkidle' })
    await isWhole(spanish, 'es-import')
    await spanish.goto(`${app.url}${paths.imports()}`, { waitUntil: 'networkidle' })
    await isWhole(spanish, 'es-imports')
    await spanish.goto(`${app.url}${paths.offlineBatches()}`, { waitUntil: 'networkidle' })
    await isWhole(spanish, 'es-offline')
  }
  expect(await brokenBooks()).toEqual([])
})
