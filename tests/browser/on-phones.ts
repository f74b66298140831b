import type { Locator, Page } from '@playwright/test'
import { expect } from 'vitest'
import { issueDemonstrationLink } from '#app/domain/staff/links/issue-demonstration-link.server.ts'
import { givenAuthenticator } from '#tests/support/authenticator.ts'
import { axeFindings, scrollsSideways, type useBrowser } from '#tests/support/browser.ts'
import { press, type } from './by-keyboard.ts'

type Visitor = ReturnType<typeof useBrowser>['visitor']

/** People of a fund at work, each on a phone of their own, with nothing but its keyboard. */
export async function phonesOf<Name extends string>(
  staff: Record<Name, string>,
  { url, visitor }: { url: string; visitor: Visitor },
) {
  const names = Object.keys(staff) as Name[]
  const codes = new Map(
    await Promise.all(names.map(async (name) => [name, await givenAuthenticator(staff[name])] as const)),
  )

  async function signIn(who: Name): Promise<Page> {
    const page = await visitor({ width: 360 })
    const { token } = await issueDemonstrationLink({ staffId: staff[who] })
    await page.goto(`${url}/admin/sign-in/${token}`, { waitUntil: 'networkidle' })
    await press(page, page.locator('main form button').first())
    await page.getByRole('heading', { name: 'What waits for you' }).waitFor()
    return page
  }

  /** The code that this person's authenticator shows now, for one act. */
  async function prove(page: Page, who: Name, form: Locator): Promise<void> {
    const code = await codes.get(who)?.nextCode()
    await type(page, form.locator('[name=code]'), code ?? '')
  }
  return { signIn, prove }
}

/** A page in the middle of a journey: nothing hangs over its side, and axe finds nothing. */
export async function isWell(page: Page): Promise<void> {
  expect([page.url(), await scrollsSideways(page), await axeFindings(page)]).toEqual([page.url(), false, []])
}

export const formWith = (page: Page, button: string | RegExp) =>
  page.locator('form', { has: page.getByRole('button', { name: button }) }).first()

/** Opens what stands folded under its name. */
export const unfold = (page: Page, name: string) =>
  press(page, page.locator('summary', { hasText: name }).first())

/** A move stands folded under its name, and its button within says it again. */
export async function decide(page: Page, name: string): Promise<void> {
  await unfold(page, name)
  await press(page, formWith(page, name).getByRole('button'))
}
