import { mkdir } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { beforeAll, expect, test } from 'vitest'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { takeTurn } from '#app/domain/on-call/take-turn.server.ts'
import { startSession } from '#app/domain/staff/sessions/start-session.server.ts'
import { paths } from '#app/http/paths.ts'
import { sessionCookie } from '#app/http/session.ts'
import { inTransaction } from '#app/platform/db.ts'
import { givenTotp } from '#tests/domain/staff/given-factors.ts'
import { useApp } from '#tests/support/app.ts'
import { axeFindings, scrollsSideways, useBrowser } from '#tests/support/browser.ts'
import { caseOf, givenHeldPart } from '#tests/support/given-copay.ts'
import { givenActor, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import {
  givenAssignedBond,
  givenPoster,
  identify,
  identity,
  windowDetails,
} from '#tests/support/given-posting.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()
const app = await useApp(world)
const { visitor } = useBrowser()

let team: Team
let poster: ActingStaff
let other: ActingStaff
beforeAll(async () => {
  team = await givenTeam({ fund: { slug: 'bail' } })
  poster = await givenPoster(team.fundId)
  other = await givenPoster(team.fundId, 'Olu Example')
  for (const { id } of [poster, other]) await givenTotp(id)
  await identify(team, await givenAssignedBond(team, poster))
  const turn = { fundId: team.fundId, endsAt: new Date(Date.now() + 9 * 3_600_000) }
  await takeTurn({ staff: team.approver, ...turn, phone: '+1 555 0123' })
  const second = await givenActor(team.fundId, ['approver'])
  await takeTurn({ staff: second, ...turn, phone: '+1 555 0124' })
})

async function signedIn(scripts: boolean, who = poster): Promise<Page> {
  const sessionId = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    startSession(tx, {
      ...{ staffId: who.id, method: 'totp' },
      visit: { device: 'Firefox', address: '127.0.0.1' },
    }),
  )
  const page = await visitor({ width: 360, scripts })
  const [name = '', value = ''] = sessionCookie(sessionId).split(/[=;]/)
  await page.context().addCookies([{ name, value, url: app.url }])
  return page
}

test('without scripts a poster comes to their bond and opens its slip, which no address holds', {
  timeout: 180_000,
}, async () => {
  const page = await signedIn(false)
  await page.goto(app.url + paths.admin())
  expect(new URL(page.url()).pathname).toBe(paths.postings())
  await page.locator('table a').first().click()
  await page.getByRole('link', { name: 'Posting slip' }).click()
  await page.getByRole('button', { name: 'Open the slip' }).waitFor()
  expect(await page.content()).not.toContain('Quillfeather')
  const [answer] = await Promise.all([
    page.waitForResponse((response) => response.request().method() === 'POST'),
    page.getByRole('button', { name: 'Open the slip' }).click(),
  ])
  expect([answer.status(), answer.headers()['cache-control']]).toEqual([200, 'no-store'])
  expect(new URL(page.url()).search).toBe('')
  expect(await page.locator('.slip').textContent()).toContain('Rosa Quillfeather')
})

test('printed it is one sheet, on either paper, with all that the window asks for and nothing else', {
  timeout: 180_000,
}, async () => {
  const page = await openedSlip(poster)
  expect(await axeFindings(page)).toEqual([])
  expect(await scrollsSideways(page)).toBe(false)

  await page.emulateMedia({ media: 'print' })
  const text = (await page.locator('.slip').textContent()) ?? ''
  const expected = [
    ...Object.values(identity),
    ...Object.values(windowDetails),
    ...[
      '$2,500.00',
      '$40.00',
      'Larkspur County Clerk',
      '+1 555 0123',
      'Receipt number',
      'Destroy this sheet',
      'Pia Example',
    ],
  ]
  expect(expected.filter((fact) => !text.includes(fact))).toEqual([])
  expect(await page.getByRole('button').filter({ visible: true }).count()).toBe(0)
  expect(await page.getByRole('link', { name: 'Public pages' }).count()).toBe(0)
  expect(await sheetsOf(page)).toEqual({ A4: 1, Letter: 1 })
  if (process.env.PICTURES) {
    await mkdir('test-results/pages/staff', { recursive: true })
    await page.setViewportSize({ width: 794, height: 1123 })
    await page.screenshot({ path: 'test-results/pages/staff/slip-print.png', fullPage: true })
  }
})

test('with a family’s part, two to call and lines to write on for what nobody knows it is one sheet too', {
  timeout: 180_000,
}, async () => {
  const disbursementId = await givenAssignedBond(team, other)
  await givenHeldPart(team, { caseCode: await caseOf(disbursementId), amount: 300_00n })
  await identify(team, disbursementId, { name: 'Rosa Quillfeather', facility: 'Larkspur County Jail' })
  const page = await openedSlip(other)
  await page.emulateMedia({ media: 'print' })
  const text = (await page.locator('.slip').textContent()) ?? ''
  expect(['$300.00', '+1 555 0123', '+1 555 0124'].filter((fact) => !text.includes(fact))).toEqual([])
  expect(await sheetsOf(page)).toEqual({ A4: 1, Letter: 1 })
})

async function openedSlip(who: ActingStaff): Promise<Page> {
  const page = await signedIn(true, who)
  await page.goto(app.url + paths.postings())
  await page.locator('table a').first().click()
  await page.getByRole('link', { name: 'Posting slip' }).click()
  await page.getByRole('button', { name: 'Open the slip' }).click()
  await page.locator('.slip').waitFor()
  return page
}

async function sheetsOf(page: Page): Promise<Record<string, number | undefined>> {
  const margin = { top: '12mm', bottom: '12mm', left: '12mm', right: '12mm' }
  const counted: Record<string, number | undefined> = {}
  for (const format of ['A4', 'Letter']) {
    const sheets = await page.pdf({ format, margin })
    counted[format] = sheets.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length
  }
  return counted
}
