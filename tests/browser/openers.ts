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
    await page.locator(button).first().click()
    await page.waitForLoadState('load')
  }

  /** The same where the button stands folded under another. */
  const pressedIn = (path: string, summary: string, button: string) => async (page: Page) => {
    await at(path)(page)
    await page.locator(summary).first().click()
    await page.locator(button).first().click()
    await page.waitForLoadState('load')
    await page.locator('code').first().waitFor()
  }
  return { at, pressed, pressedIn }
}

export type Openers = ReturnType<typeof openersOf>
