import type { Page } from '@playwright/test'
import { expect } from 'vitest'

/** Ways to come to a page of the app at this address, each leaving the browser there. */
export function openersOf(url: string) {
  const at =
    (path: string, status = 200) =>
    async (page: Page) => {
      const answer = await page.goto(url + path)
      expect([path, answer?.status()]).toEqual([path, status])
    }

  /** Goes there and presses a button, after which the same form or the next page stands there. */
  const pressed = (path: string, button: string) => async (page: Page) => {
    await at(path)(page)
    await answered(page, () => page.locator(button).first().click())
  }

  /** The same where the button stands folded under another. */
  const pressedIn = (path: string, summary: string, button: string) => async (page: Page) => {
    await at(path)(page)
    await page.locator(summary).first().click()
    await answered(page, () => page.locator(button).first().click())
    await page.locator('code').first().waitFor()
  }
  return { at, pressed, pressedIn }
}

export type Openers = ReturnType<typeof openersOf>

/** Presses what sends a form, and waits for what comes of it: a whole page, or what a page that is alive made of the answer. */
async function answered(page: Page, press: () => Promise<void>): Promise<void> {
  const sent = page.waitForRequest((request) => request.method() === 'POST')
  const loaded = page.waitForEvent('load').then(
    () => null,
    (late: Error) => late,
  )
  await Promise.all([sent, press()])
  if (!(await sent).isNavigationRequest()) {
    await page.waitForFunction(() => {
      const { __remixRouter } = window as unknown as { __remixRouter: Router }
      return __remixRouter.state.navigation.state === 'idle'
    })
    return
  }
  const late = await loaded
  if (late) throw late
}

type Router = { state: { navigation: { state: string } } }
