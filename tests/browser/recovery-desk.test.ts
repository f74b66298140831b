import type { Page } from '@playwright/test'
import { beforeAll, expect, test } from 'vitest'
import { recordChase } from '#app/domain/bonds/record-chase.server.ts'
import { recordDisposition } from '#app/domain/bonds/record-disposition.server.ts'
import { recordRelease } from '#app/domain/bonds/record-release.server.ts'
import { paths } from '#app/http/paths.ts'
import { sessionCookie } from '#app/http/session.ts'
import { useApp } from '#tests/support/app.ts'
import { useBrowser } from '#tests/support/browser.ts'
import { saidOfEnd } from '#tests/support/given-case-end.ts'
import { inDays } from '#tests/support/given-dates.ts'
import { givenTeam } from '#tests/support/given-disbursement.ts'
import { givenDueBond, walk } from '#tests/support/given-loss.ts'
import { givenActorIn, givenAlliance, givenSharedBond } from '#tests/support/given-shared-bond.ts'
import { useWorld } from '#tests/support/world.ts'
import { givenSignedIn } from './given-signed-in.ts'
import { look } from './looking.ts'
import { openersOf } from './openers.ts'

const world = await useWorld()
const app = await useApp(world)
const { visitor } = useBrowser()
const { at } = openersOf(app.url)

const posted = new Date(Date.now() - 200 * 86_400_000)
const named = (name: string) => ({
  texts: ['en', 'es'].map((language) => ({ language, name, summary: 'Pays.', purpose: 'To pay.' })),
})

/** What a busy desk has: interest, each next act with the longest words, and a part of a fund that the reader does not serve. */
let sessionId = ''
beforeAll(async () => {
  const team = await givenTeam({ bank: 100_000_00n, fund: named('Larkspur County Community Bail Fund') })
  const { intake: staff } = team
  const asked = { staff, note: 'by_letter', dueOn: inDays(0), lastDay: inDays(90) } as const
  const immigration = await givenDueBond(team, {
    ...{ kind: 'immigration_bond', principal: 17_500_00n, occurredAt: posted },
  })
  await recordChase({ ...asked, bondId: immigration, kind: 'claim_filed', drawnTo: 'obligor' })
  const withPerson = await givenDueBond(team, { principal: 2_400_00n })
  await recordChase({ ...asked, bondId: withPerson, kind: 'drawn_to_person', drawnTo: null })
  const stale = await givenDueBond(team, { principal: 900_00n })
  await walk(team, stale, ['stale'])

  const alliance = await givenAlliance()
  const { bondIds } = await givenSharedBond(alliance)
  const [bondId = ''] = bondIds
  await recordRelease({ staff: alliance.intake, bondId, outcome: 'released', knownFrom: 'jail' })
  await recordDisposition({
    ...{ staff: alliance.intake, bondId, knownFrom: 'court_docket' },
    ...(await saidOfEnd(alliance.intake, bondId)),
  })

  const reader = await givenActorIn([team.fundId, alliance.fundIds[0]], ['intake'])
  sessionId = await givenSignedIn(reader.id)
}, 90_000)

async function signedIn(language: 'en' | 'es'): Promise<Page> {
  const page = await visitor({ width: 360 })
  const [name = '', value = ''] = sessionCookie(sessionId).split(/[=;]/)
  await page.context().addCookies([
    { name, value, url: app.url },
    { name: 'language', value: language, url: app.url },
  ])
  return page
}

/** The tables of which a part is only reached by scrolling inside them. */
const cutTables = (page: Page): Promise<string[]> =>
  page
    .locator('div:has(> table)')
    .evaluateAll((frames) =>
      frames
        .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
        .map((frame) => frame.querySelector('caption')?.textContent ?? ''),
    )

test.each(['en', 'es'] as const)(
  'every column of what is due is seen on a desk and on a phone, in %s',
  {
    timeout: 60_000,
  },
  async (language) => {
    const page = await signedIn(language)
    const sight = { name: `recovery-${language}`, open: at(paths.recoveryDesk()) }
    expect(await look(page, sight, { group: 'recovery', all: true })).toEqual([])
    expect(page.viewportSize()).toMatchObject({ width: 1440 })
    expect(await page.locator('tbody tr').count()).toBeGreaterThan(4)
    expect(await cutTables(page)).toEqual([])
    await page.setViewportSize({ width: 360, height: 800 })
    expect(await cutTables(page)).toEqual([])
  },
)
