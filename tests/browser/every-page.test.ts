import type { Page } from '@playwright/test'
import { beforeAll, describe, expect, test } from 'vitest'
import { paths } from '#app/http/paths.ts'
import { donorSession, sessionCookie } from '#app/http/session.ts'
import type { Language } from '#app/words/languages.ts'
import { useApp } from '#tests/support/app.ts'
import { useBrowser } from '#tests/support/browser.ts'
import { asOwner, useWorld } from '#tests/support/world.ts'
import { sightsOfDonor } from './donor-sights.ts'
import { carefulSlug, fundSlug, givenEverything } from './everything.ts'
import { endedSlug } from './given-closed.ts'
import { silentSlug } from './given-rules.ts'
import { foreignScripts, look, read, type Sight } from './looking.ts'
import { openersOf } from './openers.ts'
import { sightsOfStaff } from './staff-sights.ts'

const world = await useWorld()
const app = await useApp(world)
const { visitor } = useBrowser()

let given: Awaited<ReturnType<typeof givenEverything>>
beforeAll(async () => {
  given = await givenEverything(world, app)
}, 300_000)

const { at, pressed } = openersOf(app.url)

const publicSights = (language: Language): Sight[] => {
  const { thanks, monthlyPath, unsubscribePath, updateSlug } = given
  const prefix = language === 'en' ? '' : `/${language}`
  return [
    { name: 'home', open: at(paths.home(language)) },
    { name: 'funds', open: at(paths.funds(language)) },
    { name: 'fund', open: at(paths.fund(fundSlug, language)) },
    { name: 'fund-without-figures', open: at(paths.fund(carefulSlug, language)) },
    { name: 'fund-closed', open: at(paths.fund(endedSlug, language)) },
    { name: 'donate', open: at(paths.donate(fundSlug, language)) },
    { name: 'donate-closed', open: at(paths.donate(endedSlug, language)) },
    { name: 'donate-not-asking', open: at(paths.donate(silentSlug, language)) },
    { name: 'donate-errors', open: pressed(paths.donate(fundSlug, language), 'button[value=once]') },
    {
      name: 'donate-waiting',
      open: at(`${prefix}/funds/${fundSlug}/donate/waiting/${given.waitingToken}`),
    },
    { name: 'thanks-waiting', open: at(paths.thanks(thanks.waiting, language)) },
    { name: 'thanks-booked', open: at(paths.thanks(thanks.booked, language)) },
    { name: 'thanks-failed', open: at(paths.thanks(thanks.failed, language)) },
    { name: 'monthly', open: at(prefix + monthlyPath) },
    {
      name: 'monthly-change',
      open: at(`${prefix + monthlyPath}/change?change=amount&amount=35&coverFee=on`),
    },
    {
      name: 'monthly-change-refused',
      open: at(`${prefix + monthlyPath}/change?change=amount&amount=1`, 409),
    },
    { name: 'update', open: at(paths.publicUpdate(updateSlug, language)) },
    { name: 'unsubscribe', open: at(prefix + unsubscribePath) },
    { name: 'sign-up', open: at(paths.signUp(language)) },
    { name: 'sign-up-errors', open: pressed(paths.signUp(language), 'main form button') },
    { name: 'sign-up-sent', open: at(`${paths.signUp(language)}?sent`) },
    { name: 'sign-up-confirm', open: at(prefix + given.confirmPath) },
    { name: 'tribute', open: at(prefix + given.tributePath) },
    { name: 'tribute-unknown', open: at(`${prefix}/tribute/unknown`, 404) },
    { name: 'tribute-stop', open: at(prefix + given.tributeStopPath) },
    { name: 'missing', open: at(paths.fund('none', language), 404) },
  ]
}

const sights = () => sightsOfStaff(given, openersOf(app.url))

const entrance = (): Sight[] => [
  { name: 'sign-in', open: at(paths.signIn()) },
  { name: 'link-unknown', open: at(paths.signInLink('unknown')) },
  { name: 'link', open: at(paths.signInLink(given.enrolToken)) },
  { name: 'link-recovery', open: at(paths.signInLink(given.doors.recoveryToken)) },
  { name: 'enrol', open: pressed(paths.signInLink(given.enrolToken), 'main form button') },
  { name: 'enrol-authenticator', open: pressed(paths.enrol(), 'main form:has([value=begin-totp]) button') },
  { name: 'enrol-passkey', open: pressed(paths.enrol(), 'main form:has([value=begin-passkey]) button') },
]

/** Some two hundred pages are more than one test can wait for; each of these looks at every twelfth of them. */
const parts = Array.from({ length: 12 }, (_, index) => index + 1)
const inPart = (all: Sight[], part: number): Sight[] =>
  all.filter((_, place) => place % parts.length === part - 1)

const signedIn = async (sessionId = given.viewer.sessionId): Promise<Page> => {
  const page = await visitor({ width: 360 })
  const [name = '', value = ''] = sessionCookie(sessionId).split(/[=;]/)
  await page.context().addCookies([{ name, value, url: app.url }])
  return page
}

const speaking = (language: Language) => visitor({ locale: language === 'ar' ? 'ar' : 'en-US' })

describe('axe, sideways scrolling, and words that only a program would say', { timeout: 900_000 }, () => {
  test.concurrent.each(['en', 'ar'] as const)('public pages in %s', async (language) => {
    const page = await speaking(language)
    const found: string[] = []
    for (const sight of publicSights(language)) {
      found.push(
        ...(await look(page, sight, { group: language, all: language === 'en' })),
        ...(await foreignScripts(page)),
      )
    }
    expect(found).toEqual([])
  })

  test.concurrent.each(parts)('staff pages, part %i', async (part) => {
    const page = await signedIn()
    const found: string[] = []
    for (const sight of inPart(sights().staff, part))
      found.push(...(await look(page, sight, { group: 'staff', all: true })))
    expect(found).toEqual([])
  })

  test.concurrent('an emergency, and an account that someone else wants opened', async () => {
    const page = await signedIn(given.doors.sessionId)
    const found: string[] = []
    for (const sight of sights().emergency)
      found.push(...(await look(page, sight, { group: 'staff', all: true })))
    const misused = await signedIn(given.doors.misused)
    const warned = { name: 'account-warned', open: at(paths.account()) }
    found.push(...(await look(misused, warned, { group: 'staff', all: true })))
    expect(found).toEqual([])
  })

  test.concurrent.each(['en', 'ar'] as const)('a donor’s own pages in %s', async (language) => {
    const page = await speaking(language)
    const { own, strangers } = sightsOfDonor({ ...given.donor, language }, openersOf(app.url))
    const found: string[] = []
    for (const sight of strangers) {
      found.push(...(await look(page, sight, { group: language })), ...(await foreignScripts(page)))
    }
    const [name = '', value = ''] = donorSession.begun(given.donor.sessionId).split(/[=;]/)
    await page.context().addCookies([
      { name, value, url: app.url },
      { name: 'language', value: language, url: app.url },
    ])
    for (const sight of own) found.push(...(await look(page, sight, { group: language, all: true })))
    expect(found).toEqual([])
  })

  test.concurrent('before signing in', async () => {
    const page = await visitor()
    const found: string[] = []
    for (const sight of entrance()) found.push(...(await look(page, sight, { group: 'staff', all: true })))
    expect(found).toEqual([])
  })
})

describe('words and width in Spanish', { timeout: 300_000 }, () => {
  test.concurrent.each(parts)('staff pages, part %i', async (part) => {
    const page = await signedIn()
    await page.context().addCookies([{ name: 'language', value: 'es', url: app.url }])
    const found: string[] = []
    for (const sight of inPart(sights().staff, part).filter(({ name }) => name !== 'refused'))
      found.push(...(await read(page, sight, { group: 'staff-es' })))
    expect(found).toEqual([])
    expect(await page.locator('html').getAttribute('lang')).toBe('es')
  })
})

test('a page that could not be made says what that means for the money', async () => {
  const rename = (from: string, to: string) =>
    asOwner(world.ownerUrl, null, (owner) => owner.query(`alter table ${from} rename to ${to}`))
  await rename('organization', 'organization_away')
  try {
    for (const language of ['en', 'ar'] as const) {
      const page = await speaking(language)
      const sight = { name: 'error', open: at(paths.funds(language), 500) }
      expect(await look(page, sight, { group: language })).toEqual([])
      expect(await foreignScripts(page)).toEqual([])
    }
  } finally {
    await rename('organization_away', 'organization')
  }
})

test('what was stopped is said to be stopped', async () => {
  const { monthlyPath, unsubscribePath } = given
  for (const [language, prefix] of [
    ['en', ''],
    ['ar', '/ar'],
  ] as const) {
    const page = await speaking(language)
    const sights: Sight[] = [
      { name: 'unsubscribed', open: pressed(prefix + unsubscribePath, 'main form button') },
      {
        name: 'monthly-stopped',
        open: language === 'en' ? pressed(monthlyPath, 'button[value=stop]') : at(prefix + monthlyPath),
      },
    ]
    for (const sight of sights) expect(await look(page, sight, { group: language })).toEqual([])
  }
})
