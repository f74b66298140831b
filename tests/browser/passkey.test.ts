import type { CDPSession, Page } from '@playwright/test'
import { expect, test } from 'vitest'
import { makeSignInLink } from '#app/domain/staff/links/sign-in-link.server.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { useApp } from '#tests/support/app.ts'
import { axeFindings, useBrowser } from '#tests/support/browser.ts'
import { givenProposal, givenTeam } from '#tests/support/given-disbursement.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()
const app = await useApp(world)
const { visitor } = useBrowser()

const team = await givenTeam()
const disbursementId = await givenProposal(team)
const { token } = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
  makeSignInLink(tx, team.approver.id, 'enrol'),
)

test('a first passkey from a one-time link; with it the next sign-in, and a yes', {
  timeout: 240_000,
}, async () => {
  const page = await visitor()
  const phone = await givenPhone(page)

  await page.goto(`${app.url}/admin/sign-in/${token}`)
  await page.getByRole('button', { name: /^Continue as approver/ }).click()
  await page.getByRole('heading', { name: 'Set up how you sign in' }).waitFor()
  await page.getByRole('button', { name: 'Set up a passkey' }).click()
  await page.getByLabel('A name for it').fill('My phone')
  expect(await axeFindings(page)).toEqual([])
  await page.getByRole('button', { name: 'Make the passkey' }).click()
  await page.getByText('My phone').first().waitFor()
  expect(await phone.signatures()).toEqual([1])

  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.waitForURL(/\/admin\/sign-in/)
  await page.goto(`${app.url}/admin/disbursements/${disbursementId}`)
  await page.waitForURL(/\/admin\/sign-in\?next=/)
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await page.getByText('Waiting for approval').first().waitFor()
  expect(page.url()).toBe(`${app.url}/admin/disbursements/${disbursementId}`)
  expect(await phone.signatures()).toEqual([2])

  await page.getByRole('button', { name: 'Approve' }).click()
  await page.getByText('1 of 1').first().waitFor()
  expect(await phone.signatures()).toEqual([3])
  const proofs = await db().staffStepUp.findMany({ where: { staffId: team.approver.id } })
  expect(proofs.map(({ method, boundTo }) => [method, boundTo.split(':')[0]])).toContainEqual([
    'passkey',
    'approve',
  ])
})

test('a device without a passkey: said in words, and nobody is signed in', async () => {
  const page = await visitor()
  await givenPhone(page)
  await page.goto(`${app.url}/admin/sign-in`, { waitUntil: 'networkidle' })
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await page.getByText('Your device gave no passkey').waitFor()
  expect(await axeFindings(page)).toEqual([])
  expect(new URL(page.url()).pathname).toBe('/admin/sign-in')
})

/** A device in a person's hand that knows them: it holds passkeys, and answers without being touched. */
async function givenPhone(page: Page): Promise<{ signatures(): Promise<number[]> }> {
  const browser: CDPSession = await page.context().newCDPSession(page)
  await browser.send('WebAuthn.enable')
  const { authenticatorId } = await browser.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  return {
    signatures: async () => {
      const { credentials } = await browser.send('WebAuthn.getCredentials', { authenticatorId })
      return credentials.map(({ signCount }) => signCount)
    },
  }
}
