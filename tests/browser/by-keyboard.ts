import type { Locator, Page } from '@playwright/test'
import { expect } from 'vitest'

/** Goes on with Tab until the keyboard is there. Every stop on the way must be seen. */
export async function tabTo(page: Page, wanted: Locator): Promise<void> {
  for (let stops = 0; stops < 60; stops++) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
    const stop = await focused(page)
    expect(stop, 'a stop of the keyboard').toMatchObject({ seen: true })
  }
  throw new Error(`the keyboard does not come to ${wanted}`)
}

/** What the keyboard is on, and whether a ring around it, or around the label that it fills, shows that. */
export const focused = (page: Page) =>
  page.evaluate(() => {
    const element = document.activeElement
    if (!element) return null
    const rings = [element, element.closest('label')].map((one) => one && getComputedStyle(one))
    const box = element.getBoundingClientRect()
    return {
      element: element.outerHTML.slice(0, 120),
      href: element.getAttribute('href'),
      seen:
        rings.some(
          (style) => style && style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) > 0,
        ) &&
        box.width > 0 &&
        box.top < innerHeight &&
        box.bottom > 0,
    }
  })
