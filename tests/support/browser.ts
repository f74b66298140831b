import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test'
import { afterAll, beforeAll, expect } from 'vitest'

export type Visit = { width?: number; scheme?: 'light' | 'dark'; scripts?: boolean; locale?: string }

const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'

/** The system's Chromium, one for a test file. Each visitor has a window of their own; a script error on a page fails the test. */
export function useBrowser() {
  let browser: Browser
  const problems: string[] = []
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath,
      timeout: 120_000,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--disable-background-networking',
        '--disable-sync',
      ],
    })
  })
  afterAll(async () => {
    await browser?.close()
    expect(problems).toEqual([])
  })

  async function visitor(visit: Visit = {}): Promise<Page> {
    const context: BrowserContext = await browser.newContext({
      viewport: { width: visit.width ?? 1280, height: 900 },
      colorScheme: visit.scheme ?? 'light',
      javaScriptEnabled: visit.scripts ?? true,
      locale: visit.locale ?? 'en-US',
      reducedMotion: 'reduce',
    })
    const page = await context.newPage()
    page.setDefaultTimeout(60_000)
    page.on('pageerror', (error) => problems.push(`${page.url()}: ${error.message}`))
    page.on('console', (message) => {
      if (message.type() === 'error' && /Content Security Policy|hydrat/i.test(message.text())) {
        problems.push(`${page.url()}: ${message.text()}`)
      }
    })
    return page
  }
  return { visitor }
}

/** What axe finds on the page as it stands: WCAG 2.2 AA and its best practices. Empty is good. */
export async function axeFindings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`)
}

/**
 * Whether the page is wider than its window, which a phone shows as sideways scrolling. A page that asks anew by itself may
 * go while it is measured; then the one that came is.
 */
export async function scrollsSideways(page: Page): Promise<boolean> {
  try {
    return await page.evaluate(
      () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
    )
  } catch (gone) {
    if (!/context was destroyed/.test(String(gone))) throw gone
    await page.waitForLoadState()
    return scrollsSideways(page)
  }
}
