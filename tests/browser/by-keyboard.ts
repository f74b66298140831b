import type { Locator, Page } from '@playwright/test'
import { expect } from 'vitest'

/** Goes on with Tab until the keyboard is there. Every stop on the way must be seen. */
export async function tabTo(page: Page, wanted: Locator): Promise<void> {
  for (let stops = 0; stops < 90; stops++) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
    const stop = await focused(page)
    // Past the last stop the keyboard leaves the page, and comes back at its beginning.
    if (stop?.element.startsWith('<body')) continue
    expect(stop, `a stop of the keyboard: ${stop?.element}`).toMatchObject({ seen: true })
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

/** Writes over what stands there. */
export async function type(page: Page, field: Locator, text: string): Promise<void> {
  await tabTo(page, field)
  await page.keyboard.press('ControlOrMeta+A')
  await page.keyboard.type(text)
}

/** Goes down a list of choices, or back up, until this one stands there. */
export async function choose(page: Page, list: Locator, value: string): Promise<void> {
  await tabTo(page, list)
  const places = await list.evaluate((element, wanted) => {
    const { options, selectedIndex } = element as HTMLSelectElement
    return [...options].findIndex((option) => option.value === wanted) - selectedIndex
  }, value)
  for (let left = Math.abs(places); left > 0; left--)
    await page.keyboard.press(places > 0 ? 'ArrowDown' : 'ArrowUp')
  expect(await list.inputValue()).toBe(value)
}

/** The one of a group of buttons of which one is chosen. Before one is, the keyboard comes to the first of them. */
export async function pick(page: Page, name: string, value: string): Promise<void> {
  const group = page.locator(`input[type=radio][name=${name}]`)
  const values = await group.evaluateAll((all) => all.map((one) => (one as HTMLInputElement).value))
  await tabTo(page, group.first())
  await page.keyboard.press('Space')
  for (let left = values.indexOf(value); left > 0; left--) await page.keyboard.press('ArrowDown')
  expect(await page.locator(`input[name=${name}]:checked`).inputValue()).toBe(value)
}

export async function press(page: Page, button: Locator): Promise<void> {
  await tabTo(page, button)
  await page.keyboard.press('Enter')
}
