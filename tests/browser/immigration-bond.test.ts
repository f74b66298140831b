import type { Locator, Page } from '@playwright/test'
import { expect, test } from 'vitest'
import { useApp } from '#tests/support/app.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { useBrowser } from '#tests/support/browser.ts'
import { givenBankBalance, givenFund, givenStaff } from '#tests/support/given.ts'
import { inDays } from '#tests/support/given-dates.ts'
import { givenEvidence } from '#tests/support/given-papers.ts'
import { givenIntake } from '#tests/support/given-request.ts'
import { ledgerTable } from '#tests/support/ledger-table.ts'
import { useWorld } from '#tests/support/world.ts'
import { choose, pick, press, tabTo, type } from './by-keyboard.ts'
import { decide, formWith, isWell, phonesOf, unfold } from './on-phones.ts'
import { approve, proposeFromRequest, screenAndRecommend } from './up-to-payment.ts'

const world = await useWorld()
const app = await useApp(world)
const { visitor } = useBrowser()

const fundId = await givenFund({ slug: 'community-bail' })
await givenBankBalance(fundId, 20_000_00n)
const staff = {
  dana: await givenStaff({ fundId, roles: ['intake', 'treasurer'], name: 'Dana Example' }),
  sam: await givenStaff({ fundId, roles: ['approver', 'administrator'], name: 'Sam Example' }),
  kit: await givenStaff({ fundId, roles: ['approver'], name: 'Kit Example' }),
}
await givenIntake({ fundId, administrator: { id: staff.sam, fundIds: [fundId] } })
const { signIn, prove } = await phonesOf(staff, { url: app.url, visitor })

/** Question after question, in Spanish, without a script. */
async function askForHelp(): Promise<void> {
  const page = await visitor({ scripts: false, width: 360, locale: 'es' })
  await page.goto(`${app.url}/es/get-help/community-bail`)
  const onScreen = (name: string) =>
    page.locator(`input[name=screen][value=${name}]`).waitFor({ state: 'attached' })
  const next = () => press(page, page.locator('button[name=go][value=next]'))
  await onScreen('asker')
  await pick(page, 'askedBy', 'family')
  await type(page, page.locator('[name=askerName]'), 'Aster Example')
  await next()
  await onScreen('phone')
  await type(page, page.locator('[name=phone]'), '+1 555 0191')
  await next()
  await onScreen('voicemail')
  await pick(page, 'voicemail', 'no')
  await next()
  await onScreen('language')
  await type(page, page.locator('main [name=language]'), 'Kʼicheʼ')
  await next()
  await onScreen('person')
  await type(page, page.locator('[name=personName]'), 'Clover Fictional')
  await next()
  await onScreen('place')
  await type(page, page.locator('[name=place]'), 'Briar Imaginary Detention Center')
  await next()
  await onScreen('knows')
  await pick(page, 'personKnows', 'yes')
  await next()
  await page.locator('main [role=status]').waitFor()
}

async function stepBefore(page: Page, disbursement: string, to: string, from = 'ice_notice'): Promise<void> {
  await press(page, page.locator(`main a[href$="/preparation?to=${to}"]`))
  await page.waitForURL(/\/preparation\?to=/)
  expect(await page.locator('main select[name=to]').inputValue()).toBe(to)
  await choose(page, page.locator('main [name=knownFrom]'), from)
  await press(page, page.getByRole('button', { name: 'Record this step' }))
  await page.waitForURL(disbursement)
}

/** A demand and a breach carry the days of their paper. */
async function stepOfCase(page: Page, to: string, shown: string, days?: [paper: string, last: string]) {
  await unfold(page, 'Record a step of the case')
  const form = formWith(page, 'Record the step')
  await choose(page, form.locator('select[name=to]'), to)
  await choose(page, form.locator('[name=knownFrom]'), 'ice_notice')
  for (const [index, name] of ['paperOn', 'lastDay'].entries())
    if (days) await day(page, form.locator(`[name=${name}]`), days[index] ?? '')
  await press(page, form.getByRole('button'))
  await page.locator('main header').getByText(shown).waitFor()
}

/** A field of a day takes its figures in the order of the reader's country. */
async function day(page: Page, field: Locator, wanted: string): Promise<void> {
  const [year, month, date] = wanted.split('-')
  await tabTo(page, field)
  await page.keyboard.type(`${month}${date}${year}`)
  expect(await field.inputValue()).toBe(wanted)
}

test('a family asks in Spanish; the bond goes by wire, is breached, won back on appeal, and returns with interest', {
  timeout: 900_000,
}, async () => {
  await askForHelp()

  const dana = await signIn('dana')
  await dana.goto(`${app.url}/admin/requests`)
  await press(dana, dana.locator('main tbody a').first())
  await dana.waitForURL(/\/admin\/requests\/[\w-]{36}$/)
  const request = dana.url()
  await isWell(dana)
  await screenAndRecommend(dana, { ride: 'no' })

  const sam = await signIn('sam')
  await sam.goto(request)
  await decide(sam, 'Approve')
  await sam.getByText('approved').first().waitFor()

  await dana.goto(request)
  await proposeFromRequest(dana, {
    ...{ purpose: 'immigration_bond', principal: '4,000' },
    ...{ payee: 'ICE Bond Office', venue: 'Briar field office' },
  })
  await isWell(dana)
  const disbursement = dana.url()

  await sam.goto(disbursement)
  await approve(sam, () => prove(sam, 'sam', formWith(sam, 'Approve')))

  // Before ICE has answered, nobody can pay; and a wire that comes back is sent once more.
  await stepBefore(dana, disbursement, 'verification_sent', 'own_visit')
  await stepBefore(dana, disbursement, 'verified')
  await stepBefore(dana, disbursement, 'contract_signed', 'own_visit')
  await stepBefore(dana, disbursement, 'wire_sent', 'receipt')
  await stepBefore(dana, disbursement, 'wire_returned')
  await stepBefore(dana, disbursement, 'contract_signed', 'own_visit')
  await stepBefore(dana, disbursement, 'wire_sent', 'receipt')
  await isWell(dana)

  await type(dana, dana.getByLabel('Principal paid'), '4,000')
  await tabTo(dana, dana.getByLabel('Paid to'))
  await dana.keyboard.press('ArrowDown')
  await choose(dana, dana.getByLabel('How', { exact: true }), 'fedwire')
  await type(dana, dana.getByLabel('Receipt number'), 'I-305 9001')
  await prove(dana, 'dana', formWith(dana, 'Record the payment'))
  await press(dana, dana.getByRole('button', { name: 'Record the payment' }))
  await dana.waitForURL(/\/admin\/bonds\/[\w-]{36}$/)
  await isWell(dana)
  const bond = dana.url()

  const kit = await signIn('kit')
  await kit.goto(bond)
  const released = formWith(kit, 'Record the release')
  await choose(kit, released.locator('[name=outcome]'), 'released')
  await choose(kit, released.locator('[name=knownFrom]'), 'family')
  await press(kit, released.getByRole('button'))
  await kit.getByText('Active').first().waitFor()

  await dana.goto(bond)
  await stepOfCase(dana, 'delivery_demand', 'Delivery demand (I-340)', [inDays(0), inDays(12)])
  await stepOfCase(dana, 'breach_noticed', 'Breach notice (I-323)', [inDays(0), inDays(30)])
  await stepOfCase(dana, 'appealed', 'Appealed')
  await isWell(dana)
  await stepOfCase(dana, 'active', 'Active')
  const evidenceId = await givenEvidence({ id: staff.dana, fundIds: [fundId] }, bond.split('/').at(-1) ?? '')
  await dana.reload()
  await unfold(dana, 'The case is over')
  const over = formWith(dana, 'Record the end of the case')
  await choose(dana, over.locator('[name=knownFrom]'), 'ice_notice')
  await choose(dana, over.locator('[name=endReason]'), 'relief')
  await choose(dana, over.locator('[name=endProof]'), `evidence:${evidenceId}`)
  await press(dana, over.getByRole('button'))
  await dana.getByText('Refund due').first().waitFor()
  await dana.getByText('Relief was granted').first().waitFor()
  await unfold(dana, 'Ask for the money')
  const claim = formWith(dana, 'Record it')
  await choose(dana, claim.locator('[name=kind]'), 'claim_filed')
  await choose(dana, claim.locator('[name=drawnTo]'), 'obligor')
  await choose(dana, claim.locator('[name=note]'), 'by_mail')
  await press(dana, claim.getByRole('button'))
  await dana.getByText('Claimed').first().waitFor()

  await kit.goto(bond)
  await isWell(kit)
  await type(kit, kit.getByLabel('Received'), '4,000')
  await type(kit, kit.getByLabel('Interest'), '63.17')
  await type(kit, kit.getByLabel('Check or transfer number'), 'T-4471')
  await prove(kit, 'kit', formWith(kit, 'Record the return'))
  await press(kit, kit.getByRole('button', { name: 'Record the return' }))
  await kit.getByText('This bond is closed').waitFor()
  await isWell(kit)

  expect(await ledgerTable(world)).toMatchInlineSnapshot(`
    "code           debit         credit            amount
    opening        bank          opening       $20,000.00
    bond_posted    bond_deposit  bank           $4,000.00
    case_disposed  refund_due    bond_deposit   $4,000.00
    bond_returned  bank          refund_due     $4,000.00
    bond_interest  bank          interest          $63.17"
  `)
  expect(await brokenBooks()).toEqual([])
})
