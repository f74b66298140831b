import type { Page } from '@playwright/test'
import { paths } from '#app/http/paths.ts'
import type { givenEverything } from './everything.ts'
import type { Sight } from './looking.ts'
import type { Openers } from './openers.ts'

/** Every staff page, with something on it to look at; and what only someone meets to whom the records are closed. */
export function sightsOfStaff(
  given: Awaited<ReturnType<typeof givenEverything>>,
  { at, pressed, pressedIn }: Openers,
) {
  const staffSights = (): Sight[] => {
    const { advances, bonds, copays, disbursements, requests, updates, newcomer } = given
    const named = (prefix: string, ids: Record<string, string>, path: (id: string) => string) =>
      Object.entries(ids).map(([name, id]) => ({ name: `${prefix}-${name}`, open: at(path(id)) }))
    return [
      { name: 'waiting', open: at(paths.admin()) },
      { name: 'disbursements', open: at(paths.disbursements()) },
      { name: 'disbursement-new', open: at(paths.newDisbursement()) },
      ...named('disbursement', disbursements, paths.disbursement),
      ...named('preparation', given.preparations, paths.disbursement),
      { name: 'preparation-step', open: at(paths.preparation(given.preparations.asked ?? '', 'stayed')) },
      { name: 'requests', open: at(paths.requests()) },
      { name: 'request-new', open: at(paths.newRequest()) },
      { name: 'fund-intake', open: at(paths.fundIntake(given.fundId)) },
      { name: 'case-facts', open: at(paths.caseFacts(given.personId)) },
      ...named('request', requests, paths.request),
      {
        name: 'way-home',
        open: at(paths.pathwayDocuments(requests.unbailable ?? '', given.wayHomeId)),
      },
      { name: 'bonds', open: at(paths.bonds()) },
      ...named('bond', bonds, paths.bond),
      { name: 'copays', open: at(paths.copays()) },
      { name: 'copay', open: at(paths.copay(copays.held)) },
      { name: 'copay-paper', open: at(paths.copayPaper(copays.held)) },
      { name: 'copay-blank', open: at(`${paths.blankCopayPaper(copays.proposal)}?language=es&amount=500`) },
      { name: 'copay-read-aloud', open: at(paths.copay(copays.read)) },
      { name: 'copay-paper-read-aloud', open: at(paths.copayPaper(copays.read)) },
      { name: 'copay-family', open: at(paths.family(copays.proposal)) },
      { name: 'copay-bond', open: at(paths.bond(copays.bond)) },
      { name: 'copay-call', open: at(paths.bondCall(copays.bond)) },
      { name: 'copay-say-exposure', open: at(paths.bondExposure(copays.bond)) },
      { name: 'recovery', open: at(paths.recoveryDesk()) },
      { name: 'receipts-missing', open: at(paths.unproved()) },
      { name: 'cash', open: at(paths.cash()) },
      { name: 'cash-sign-out', open: at(paths.signOutCash()) },
      ...named('cash', advances, paths.advance),
      { name: 'cash-box', open: at(paths.cashBox(given.fundId)) },
      ...expenseSights(),
      { name: 'dates', open: at(paths.dates()) },
      {
        name: 'dates-calendar-on',
        open: pressedIn(paths.dates(), '#feed details summary', '#feed form button'),
      },
      ...named('dates', given.dates, paths.bondDates),
      { name: 'claim-terms', open: at(paths.claimTerms()) },
      { name: 'funds', open: at(paths.staffFunds()) },
      { name: 'rules', open: at(paths.rules()) },
      { name: 'rules-places', open: at(paths.places()) },
      { name: 'certificates', open: at(paths.certificates()) },
      { name: 'reports', open: at(paths.reports()) },
      ...named('report', given.rules.reports, (path) => path),
      { name: 'report-export', open: at(`${given.rules.reports.due}/export`) },
      { name: 'proposal-checked', open: checkedProposal },
      { name: 'fund-forecast', open: at(paths.fundForecast(given.fundId)) },
      { name: 'fund-purpose', open: at(paths.fundPurpose(given.fundId)) },
      { name: 'fund-control', open: at(paths.fundControl(given.fundId)) },
      ...named('fund-control', given.closings, paths.fundControl),
      { name: 'closes', open: at(paths.closes()) },
      { name: 'statements', open: at(paths.statements()) },
      { name: 'kept-receipts', open: at(paths.keptReceipts()) },
      { name: 'kept-receipt', open: at(paths.keptReceipt(given.keptReceiptId)) },
      { name: 'imports', open: at(paths.imports()) },
      ...named('import', given.imports, (path) => path),
      { name: 'updates', open: at(paths.updates()) },
      { name: 'update-new', open: at(paths.newUpdate()) },
      ...named('update', updates, paths.update),
      { name: 'publication', open: at(paths.publication(updates.draft)) },
      { name: 'people', open: at(paths.staff()) },
      { name: 'person', open: at(paths.person(newcomer)) },
      { name: 'account', open: at(paths.account()) },
      { name: 'suspense', open: at(paths.suspense()) },
      { name: 'reconciliation', open: at(paths.reconciliation()) },
      { name: 'bank-account', open: at(paths.bankAccount(given.bank.accountId)) },
      { name: 'bank-statement', open: at(paths.bankStatement(given.bank.statementId)) },
      { name: 'bank-statement-problems', open: at(paths.bankStatement(given.bank.troubledId)) },
      { name: 'bank-match', open: at(paths.bankMatch(given.bank.matchId)) },
      { name: 'payouts', open: at(paths.payouts()) },
      { name: 'books-closes', open: at(paths.booksCloses()) },
      { name: 'journal', open: at(paths.journal()) },
      { name: 'chart', open: at(paths.chart(given.fundId)) },
      { name: 'monthly-gifts', open: at(paths.monthlyGifts()) },
      { name: 'monthly-gifts-twice', open: at(`${paths.monthlyGifts()}?view=twice`) },
      { name: 'cases', open: at(paths.cases()) },
      { name: 'case-person', open: at(paths.casePerson(given.personId)) },
      { name: 'case-documents', open: at(paths.documents(given.papers.personId)) },
      { name: 'bond-place', open: at(paths.bondPlace(given.papers.bondId)) },
      { name: 'bond-papers', open: at(paths.bondPapers(given.papers.bondId)) },
      { name: 'bond-parties', open: at(paths.bondParties(given.papers.bondId)) },
      { name: 'bond-evidence', open: at(paths.bondEvidence(given.papers.bondId)) },
      { name: 'mail', open: at(paths.mail()) },
      { name: 'mail-sheet', open: at(paths.mailSheet(given.cameBackId)) },
      {
        name: 'mail-preview',
        open: at(`${paths.mailPreview()}?message=impact-update&language=ar&theme=dark`),
      },
      { name: 'mailbox', open: at(paths.mailbox()) },
      { name: 'address-change', open: at(paths.addressChange()) },
      { name: 'demands', open: at(paths.demands()) },
      { name: 'audit', open: at(paths.audit()) },
      { name: 'audit-chain', open: at(`${paths.auditChain()}?from=1`) },
      { name: 'audit-export', open: at(paths.auditExport()) },
      { name: 'incidents', open: at(paths.incidents()) },
      { name: 'samples', open: at(paths.samples()) },
      { name: 'sample', open: at(paths.sample(given.records.sampleId)) },
      { name: 'record-case', open: at(paths.caseRecord(given.records.caseCode)) },
      { name: 'record-fund', open: at(paths.fundRecord(given.fundId)) },
      { name: 'record-staff', open: at(paths.staffRecord(given.records.staffId)) },
      { name: 'refused', open: refusedApproval },
      ...windowSights(),
      ...nightSights(),
      ...named('recovery', given.doors.recoveries, paths.staffRecovery),
      { name: 'emergencies', open: at(paths.emergencies()) },
      ...refundSights(),
      ...offlineSights(),
      ...donorSights(),
      { name: 'defence', open: at(paths.defence()) },
      { name: 'gift-patterns', open: at(paths.giftPatterns()) },
    ]
  }

  /** Batches as they are counted, entered, come back and are booked; a gift to print a paper of, and one that is to be undone. */
  const offlineSights = (): Sight[] => [
    { name: 'offline', open: at(paths.offlineBatches()) },
    { name: 'offline-new', open: at(paths.newOfflineBatch()) },
    ...Object.entries(given.offline.batches).map(([name, id]) => ({
      name: `offline-batch-${name}`,
      open: at(paths.offlineBatch(id)),
    })),
    {
      name: 'offline-batch-refused',
      open: async (page) => {
        await at(paths.offlineBatch(given.offline.batches.open ?? ''))(page)
        await page.locator('[name=typed]').fill('example')
        await page.locator('form:has([name=typed]) button').click()
        await page.locator('[name=donorId]').first().waitFor()
        await page.locator('[name=amount]').fill('1,00')
        await page.locator('form:has([name=amount]) > div > button').click()
        await page.locator('[aria-invalid=true]').first().waitFor()
      },
    },
    ...Object.entries(given.offline.gifts).map(([name, id]) => ({
      name: `offline-gift-${name}`,
      open: at(paths.offlineGift(id)),
    })),
  ]

  /** Gifts that went back or are asked back, and what is promised about it. */
  const refundSights = (): Sight[] => [
    { name: 'gifts', open: at(paths.gifts()) },
    { name: 'comments', open: at(paths.comments()) },
    { name: 'matches', open: at(paths.matches()) },
    { name: 'disclosures', open: at(paths.disclosures()) },
    { name: 'fund-amounts', open: at(paths.fundAmounts(given.fundId)) },
    ...Object.entries(given.refunds.gifts).map(([name, id]) => ({
      name: `gift-${name}`,
      open: at(paths.gift(id)),
    })),
    {
      name: 'gift-preview',
      open: at(`${paths.gift(given.refunds.gifts.split ?? '')}?amount=20&reason=donor_asked`),
    },
    { name: 'disputes', open: at(paths.disputes()) },
    ...Object.entries(given.refunds.disputes).map(([name, id]) => ({
      name: `dispute-${name}`,
      open: at(paths.dispute(id)),
    })),
    { name: 'fund-refunds', open: at(paths.fundRefunds(given.fundId)) },
  ]

  /** Donors as such: found, looked at, joined and taken out. */
  const donorSights = (): Sight[] => {
    const { donorId, twinId } = given.donorRecords
    return [
      { name: 'donors', open: at(paths.donors()) },
      { name: 'donor-record', open: at(paths.donorRecord(donorId)) },
      { name: 'donor-merge-find', open: at(paths.mergeDonors(donorId)) },
      { name: 'donor-merge', open: at(`${paths.mergeDonors(donorId)}?with=${twinId}`) },
      { name: 'donor-export', open: at(paths.donorExport(donorId)) },
    ]
  }

  /** Claims, a claim that came back, and a card that has been used and one that has not. */
  const expenseSights = (): Sight[] => [
    { name: 'expenses', open: at(paths.expenses()) },
    { name: 'expenses-mine', open: at(paths.expenses({ mine: true })) },
    { name: 'expense-new', open: at(paths.claimExpense()) },
    {
      name: 'expense-refused',
      open: async (page) => {
        await at(paths.claimExpense())(page)
        await page.locator('[name=fundId]').selectOption(given.fundId)
        await page.locator('[name="lines[0].amount"]').fill('1,00')
        await page.locator('main form button:not([type=button])').last().click()
        await page.locator('[aria-invalid=true]').first().waitFor()
      },
    },
    ...Object.entries(given.expenses).map(([name, id]) => ({
      name: `expense-${name}`,
      open: at(paths.expense(id)),
    })),
    { name: 'card', open: at(paths.card(given.fundId, '4242')) },
  ]

  /** What only someone meets to whom the records are closed. */
  const emergencySights = (): Sight[] => [
    { name: 'case-closed', open: at(paths.casePerson(given.doors.closed)) },
    { name: 'emergency', open: at(paths.emergency(given.doors.closed)) },
    { name: 'emergency-open', open: at(paths.emergency(given.doors.open)) },
  ]

  /** What leads to the window, and the slip that is taken along. */
  const windowSights = (): Sight[] => {
    const { assigned, mine } = given.window
    return [
      { name: 'disbursement-assigned', open: at(paths.disbursement(assigned)) },
      { name: 'assignment', open: at(paths.assignment(assigned)) },
      { name: 'identity', open: at(paths.identity(assigned)) },
      { name: 'slip', open: at(paths.slip(assigned)) },
      { name: 'slip-open', open: pressed(paths.slip(assigned), 'main form button') },
      { name: 'slip-lacking', open: pressed(paths.slip(mine), 'main form button') },
      { name: 'postings', open: at(paths.postings()) },
      { name: 'posting-done', open: at(paths.postingDone()) },
      { name: 'posting', open: at(paths.posting(mine)) },
      { name: 'on-call', open: at(paths.onCall()) },
    ]
  }

  /** What the rules of the place would say, before anything is proposed. */
  async function checkedProposal(page: Page): Promise<void> {
    await at(paths.newDisbursement())(page)
    await page.locator('[name=fundId]').selectOption(given.fundId)
    await page.locator('[name=purposeCode]').selectOption('court_bail')
    await page.locator('[name=principal]').fill('2,500')
    await page.locator('button[value=check]').click()
    await page.locator('[role=status] p').first().waitFor()
  }

  /** What is set aside for a night, and the window at which it is drawn from. */
  const nightSights = (): Sight[] => {
    const { nights } = given
    return [
      { name: 'nights', open: at(paths.envelopes()) },
      { name: 'night-new', open: at(paths.newEnvelope()) },
      ...Object.entries(nights).map(([name, id]) => ({
        name: `night-${name}`,
        open: at(paths.envelope(id)),
      })),
      { name: 'night-window', open: at(paths.nightDrawn(nights.open ?? '')) },
      { name: 'night-window-checked', open: checkedDraw },
      { name: 'night-window-closing', open: at(paths.night(nights.closing ?? '')) },
    ]
  }

  /** A bond that may be posted: what is entered once it is paid. */
  async function checkedDraw(page: Page): Promise<void> {
    await at(paths.night(given.nights.open ?? ''))(page)
    for (const [name, typed] of [
      ['principal', '120'],
      ['payee', 'Larkspur County Clerk'],
      ['venue', 'Larkspur County Jail'],
    ] as const)
      await page.locator(`[name=${name}]`).fill(typed)
    await page.locator('main form button').first().click()
    await page.locator('[name=receiptNumber]').waitFor()
  }

  /** A code that no authenticator shows: the form comes back and says why. */
  async function refusedApproval(page: Page): Promise<void> {
    await at(paths.disbursement(given.disbursements.proposed ?? ''))(page)
    const form = page.locator('form', { has: page.getByRole('button', { name: 'Approve' }) })
    await form.locator('[name=code]').fill('000000')
    await form.getByRole('button', { name: 'Approve' }).click()
    await page.waitForURL(/\/approval$/)
  }

  return { staff: staffSights(), emergency: emergencySights() }
}
