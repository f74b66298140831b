import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { expect, test } from 'vitest'
import { matchByRules } from '#app/domain/bank/matching/match-by-rules.server.ts'
import { issueDemonstrationLink } from '#app/domain/staff/links/issue-demonstration-link.server.ts'
import { recordPayoutArrival } from '#app/domain/stripe-mirror/record-payout-arrival.server.ts'
import { paths } from '#app/http/paths.ts'
import { useApp } from '#tests/support/app.ts'
import { givenAuthenticator } from '#tests/support/authenticator.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { axeFindings, scrollsSideways, useBrowser } from '#tests/support/browser.ts'
import { givenFund, givenStaff } from '#tests/support/given.ts'
import { csvOf, givenBankAccount, givenMovement } from '#tests/support/given-bank.ts'
import { givenCharge } from '#tests/support/given-movements.ts'
import { givenPayout, givenUnclear } from '#tests/support/given-payout.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()
const app = await useApp(world)
const { visitor } = useBrowser()

const fundId = await givenFund({ slug: 'community-bail' })
const dana = await givenStaff({ fundId, roles: ['treasurer'], name: 'Dana Example' })
const sam = await givenStaff({ fundId, roles: ['administrator'], name: 'Sam Example' })
const codes = await givenAuthenticator(sam)
await givenAuthenticator(dana)
const at = (day: string) => new Date(`${day}T18:00:00Z`)

async function signIn(staffId: string, width: number): Promise<Page> {
  const page = await visitor({ width })
  const { token } = await issueDemonstrationLink({ staffId })
  await page.goto(`${app.url}/admin/sign-in/${token}`)
  await page.locator('main form button').first().click()
  await page.getByRole('heading', { name: 'What waits for you' }).waitFor()
  return page
}

const isWhole = async (page: Page, name: string) => {
  expect(await axeFindings(page)).toEqual([])
  expect(await scrollsSideways(page)).toBe(false)
  if (process.env.PICTURES)
    await page.screenshot({ path: `test-results/pages/month-end/${name}.png`, fullPage: true })
}

const open = (page: Page, path: string) => page.goto(`${app.url}${path}`, { waitUntil: 'networkidle' })

async function upload(
  page: Page,
  accountId: string,
  file: { name: string; bytes: Uint8Array },
): Promise<void> {
  await open(page, paths.bankAccount(accountId))
  await page.locator('input[type=file]').setInputFiles({
    ...{ name: file.name, mimeType: 'text/csv', buffer: Buffer.from(file.bytes) },
  })
  await page.getByRole('button', { name: 'Upload and look at it' }).click()
  await page.getByRole('heading', { name: 'A statement of the bank' }).waitFor()
  await page.waitForLoadState('networkidle')
}

const ofx = `OFXHEADER:100
<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>USD<BANKACCTFROM><ACCTID>4711</BANKACCTFROM><BANKTRANLIST>
<DTSTART>20261001<DTEND>20261031
<STMTTRN><TRNTYPE>INT<DTPOSTED>20261030<TRNAMT>0.40<FITID>I1<NAME>INTEREST PAID</STMTTRN>
</BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>`

test('a month of the bank, from lying files to books that two people close and accountants read', {
  timeout: 480_000,
}, async () => {
  const accountId = await givenBankAccount({ staff: { id: dana, fundIds: [fundId] }, fromDay: '2026-10-01' })
  await givenCharge({ parts: [{ fundId, giftCents: 200_00n }], at: at('2026-10-02') })
  await givenUnclear({ amount: 5_00n, at: at('2026-10-03') })
  const payout = await givenPayout({ at: at('2026-10-04') })
  await recordPayoutArrival({ payoutId: payout.id, arrivedAt: at('2026-10-06') })
  await givenMovement({ fundId, source: 'ride', at: at('2026-10-10'), amount: -30_00n })

  const page = await signIn(dana, 360)
  await upload(page, accountId, { name: 'october.csv', bytes: Buffer.from([0x50, 0x4b, 3, 4, 0, 0]) })
  await page.getByText('This is a spreadsheet, a PDF').waitFor()
  await isWhole(page, 'lying-file-360')

  const wrong = csvOf([
    ['2026-10-07', 'STRIPE TRANSFER', '1e3'],
    ['2026-10-11', 'CHECK 1001', '٢٥'],
    ['2027-10-11', 'NOT YET', '5.00'],
  ])
  await upload(page, accountId, { name: 'wrong.csv', bytes: wrong })
  await page.locator('[name=dayOrder]').selectOption('ymd')
  await page.locator('[name=day]').selectOption('1')
  await page.locator('[name=amount]').selectOption('3')
  await page.locator('#text-2').check()
  await page.getByRole('button', { name: 'Read it so' }).click()
  await page.getByRole('heading', { name: '3 things are wrong with this file' }).waitFor()
  await page.getByText('This day is still to come').waitFor()
  await isWhole(page, 'wrong-amounts-360')

  const good = csvOf([
    ['2026-10-07', 'STRIPE TRANSFER', '204.99'],
    ['2026-10-11', 'CHECK 1001', '-30.00'],
  ])
  await upload(page, accountId, { name: 'october.csv', bytes: good })
  await page.getByRole('button', { name: 'Take 2 lines in' }).click()
  await page.getByText('2 new lines').waitFor()
  await upload(page, accountId, { name: 'again.csv', bytes: good })
  await page.getByText('You uploaded this file before').waitFor()
  await isWhole(page, 'again-360')
  await upload(page, accountId, { name: 'rest.ofx', bytes: Buffer.from(ofx) })
  await page.getByRole('button', { name: 'Take 1 line in' }).click()
  await page.getByText('1 new line').waitFor()
  await app.settled()
  await matchByRules()

  await open(page, paths.bankAccount(accountId))
  await page.getByText('The nearest one differs by $0.01.').first().waitFor()
  await page.getByText('If the bank took a fee, tick both').first().waitFor()
  await isWhole(page, 'account-360')
  await open(page, `${paths.booksCloses()}?month=2026-10`)
  await page.getByText('things stand against it').waitFor()
  await isWhole(page, 'obstacles-360')

  await open(page, paths.bankAccount(accountId))
  const lineOf = (text: string) =>
    page.getByRole('row').filter({ hasText: text }).locator('input[name=lineIds]')
  await lineOf('STRIPE TRANSFER').check()
  await page.locator('input[name=movements]').first().check()
  await page.locator('[name=reason]').first().selectOption('bank_took_a_fee')
  await page.locator('[name=bookFundId]').selectOption(fundId)
  await page.getByRole('button', { name: 'Match what is ticked' }).click()
  await page.getByText('Someone else says what it was.').waitFor()
  await open(page, paths.bankAccount(accountId))
  await lineOf('INTEREST PAID').check()
  await page.locator('[name=reason]').first().selectOption('not_understood')
  await page.locator('[name=bookFundId]').selectOption(fundId)
  await page.getByRole('button', { name: 'Match what is ticked' }).click()
  await page.getByText('Everything is matched.').waitFor()

  await open(page, paths.suspense())
  await page.locator('select[name=as]').first().selectOption('operating_income')
  await page.getByRole('button', { name: 'Say what it was' }).first().click()
  await page.getByText('Nothing waits').waitFor()

  const other = await signIn(sam, 1440)
  for (const kind of ['interest', 'bank_fee']) {
    await open(other, paths.bankAccount(accountId))
    await other.locator(`select[name=kind]:has(option[value=${kind}])`).first().selectOption(kind)
    await other
      .locator(`form:has(option[value=${kind}])`)
      .first()
      .getByRole('button', { name: 'Say what it was' })
      .click()
    await other
      .getByText(kind === 'interest' ? 'Interest, said Sam' : 'A fee of the bank, said Sam')
      .waitFor()
  }
  await isWhole(other, 'account-1440')
  await other.getByRole('link', { name: 'Payout from Stripe' }).first().click()
  await other.getByRole('heading', { name: 'What a line of the bank was' }).waitFor()
  await isWhole(other, 'match-1440')
  await other.getByRole('link', { name: 'Payout from Stripe' }).click()
  await other.getByRole('heading', { name: 'What it carries:' }).waitFor()
  await isWhole(other, 'payouts-1440')

  await open(page, `${paths.booksCloses()}?month=2026-10`)
  await page.getByRole('button', { name: 'Propose to close October 2026' }).click()
  await page.getByText('You proposed it: someone else confirms it.').waitFor()
  await isWhole(page, 'proposed-360')
  await open(other, paths.booksCloses())
  await other.getByLabel('Six-digit code').fill(await codes.nextCode())
  await other.getByRole('button', { name: 'Close the month for good' }).click()
  await other.getByText('confirmed by Sam Example').waitFor()
  await isWhole(other, 'closed-1440')

  await open(other, paths.journal())
  await other.locator('[name=fromDay]').fill('2026-10-01')
  await other.locator('[name=throughDay]').fill('2026-10-31')
  await other.getByLabel('Six-digit code').fill(await codes.nextCode())
  await other.getByRole('button', { name: 'Make the file' }).click()
  await other.getByText('transfers are ready').waitFor()
  await isWhole(other, 'journal-1440')
  const downloading = other.waitForEvent('download')
  await other.getByRole('link', { name: 'Download the file' }).click()
  balances(await readFile(await (await downloading).path(), 'utf8'))
  expect(await brokenBooks()).toEqual([])
})

/** What an accountant's program asks first: each day's debits are its credits, and the bank comes to what its statement says. */
function balances(journal: string): void {
  const rows = journal
    .trim()
    .split('\r\n')
    .slice(1)
    .map((line) => line.slice(1, -1).split('","'))
  const [days, accounts] = [new Map<string, bigint>(), new Map<string, bigint>()]
  const inCents = (dollars = '') => BigInt(dollars.replace('.', '') || 0)
  for (const [, day = '', , , , account = '', debit, credit] of rows) {
    const cents = inCents(debit) - inCents(credit)
    days.set(day, (days.get(day) ?? 0n) + cents)
    accounts.set(account, (accounts.get(account) ?? 0n) + cents)
  }
  expect(rows.length).toBeGreaterThan(10)
  expect([...days.values()].every((cents) => cents === 0n)).toBe(true)
  expect(accounts.get('Bank')).toBe(204_99n - 30_00n + 40n)
  expect(accounts.get('Suspense')).toBe(0n)
}
