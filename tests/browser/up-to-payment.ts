import type { Page } from '@playwright/test'
import { choose, pick, press, type } from './by-keyboard.ts'
import { decide, formWith, unfold } from './on-phones.ts'

/** From a first call to a request that is recommended: spoken with, screened, nothing against posting. */
export async function screenAndRecommend(page: Page, { ride }: { ride: 'yes' | 'no' }): Promise<void> {
  await choose(page, page.locator('[name=outcome]').first(), 'reached')
  await press(page, formWith(page, 'Done').getByRole('button'))
  await page.getByText('spoke with them').first().waitFor()
  await decide(page, 'Begin screening')
  await page.getByText('in screening').first().waitFor()
  await unfold(page, 'Record the screening')
  for (const [question, answer] of Object.entries({
    ...{ other_hold: 'no', detainer: 'no', stay_or_appeal: 'no' },
    ...{ released_if_posted: 'yes', monitoring_slot: 'no', ride_needed: ride },
  }))
    await pick(page, question, answer)
  await press(page, page.getByRole('button', { name: 'Keep the answers' }))
  await page.getByText('nothing stands against posting').first().waitFor()
  await decide(page, 'Recommend')
  await page.getByText('recommended').first().waitFor()
}

type Proposed = { purpose: string; principal: string; fees?: string; payee: string; venue: string }

/** From the approved request on the page to a disbursement that waits for its approval. */
export async function proposeFromRequest(page: Page, { purpose, principal, fees, payee, venue }: Proposed) {
  await press(page, page.getByRole('link', { name: 'Propose a disbursement' }).first())
  await page.waitForURL(/\/disbursements\/new/)
  await choose(page, page.getByLabel('Purpose'), purpose)
  await type(page, page.getByLabel('Principal'), principal)
  if (fees) await type(page, page.getByLabel('Fees'), fees)
  await type(page, page.getByLabel('Payee 1'), payee)
  await type(page, page.getByLabel('Court, jail or office'), venue)
  await type(page, page.getByLabel('What have you seen?'), 'The bond order.')
  await press(page, page.getByRole('button', { name: 'Propose' }))
  await page.getByText('Waiting for approval').first().waitFor()
}

/** The second pair of eyes, with the proof that the approval asks for. */
export async function approve(page: Page, prove: () => Promise<void>): Promise<void> {
  await prove()
  await press(page, page.getByRole('button', { name: 'Approve' }))
  await page.getByText('1 of 1').first().waitFor()
}
