import { beforeAll, expect, test } from 'vitest'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { paths } from '#app/http/paths.ts'
import { sessionCookie } from '#app/http/session.ts'
import { useApp } from '#tests/support/app.ts'
import { useBrowser } from '#tests/support/browser.ts'
import { givenAdvance } from '#tests/support/given-advance.ts'
import { givenTeam } from '#tests/support/given-disbursement.ts'
import { assign, givenApprovedBond, givenPoster } from '#tests/support/given-posting.ts'
import { useWorld } from '#tests/support/world.ts'
import { givenSignedIn } from './given-signed-in.ts'
import { look } from './looking.ts'
import { formWith } from './on-phones.ts'

const world = await useWorld()
const app = await useApp(world)
const { visitor } = useBrowser()

let poster: ActingStaff
beforeAll(async () => {
  const team = await givenTeam({ fund: { slug: 'bail' } })
  poster = await givenPoster(team.fundId)
  const bond = await givenApprovedBond(team, { principal: 600_00n, fees: 20_00n })
  await assign(team, bond, poster)
  await givenAdvance(team, { poster, amount: 620_00n, for: [bond] })
  // Signed out long ago: what was to be counted back is late.
  const occurredAt = new Date(Date.now() - 9 * 86_400_000)
  await givenAdvance(team, { poster, amount: 80_00n, occurredAt })
})

test('on a phone, whoever only posts sees what cash they carry and says that a bond could not be posted', {
  timeout: 240_000,
}, async () => {
  const [name = '', value = ''] = sessionCookie(await givenSignedIn(poster.id)).split(/[=;]/)
  const page = await visitor({ width: 360 })
  await page.context().addCookies([{ name, value, url: app.url }])
  const open = async () => {
    await page.goto(app.url + paths.admin())
  }
  expect(await look(page, { name: 'poster-cash', open }, { group: 'poster' })).toEqual([])
  await page.setViewportSize({ width: 360, height: 800 })
  const cash = page.getByRole('region', { name: 'Cash with you' })
  const rows = cash.locator('tbody tr')
  expect(await rows.count()).toBe(2)
  expect(await rows.first().textContent()).toMatch(/A float[\s\S]*\$80\.00[\s\S]*, late/)
  expect(await rows.last().textContent()).toMatch(/Receipt owed[\s\S]*\$620\.00/)

  const posting = new URL((await cash.getByRole('link').first().getAttribute('href')) ?? '', app.url).href
  const openPosting = () => page.goto(posting)
  expect(await look(page, { name: 'posting-with-cash', open: openPosting }, { group: 'poster' })).toEqual([])
  await page.setViewportSize({ width: 360, height: 800 })
  const tried = formWith(page, 'Record the attempt')
  await tried.getByLabel('Why').selectOption({ label: 'The court refused it' })
  await tried.getByRole('button').click()

  await page.getByText('Bring the cash back').waitFor()
  expect(new URL(page.url()).pathname).toBe(paths.postings())
  expect(await rows.last().textContent()).toContain('Could not be posted')
  await openPosting()
  expect(await page.getByRole('button', { name: 'Record the attempt' }).count()).toBe(0)
})
