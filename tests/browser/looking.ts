import { mkdir } from 'node:fs/promises'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { catalogs } from '#app/words/catalogs.ts'
import { scrollsSideways } from '#tests/support/browser.ts'

type AxeResults = Awaited<ReturnType<AxeBuilder['analyze']>>

/** `open` leaves the browser on the page. `status` where it is another than 200. */
export type Sight = {
  name: string
  open: (page: Page) => Promise<unknown>
  status?: number
}

const phone = { width: 360, height: 800 }
const desk = { width: 1440, height: 900 }
const pictures = 'test-results/pages'

/** The scripts that public pages carry: ours, small, and needed by nothing. */
const ownScripts = /^\/assets\/(?:give|leave|live-total|wait)-[\w-]+\.js$/

/** Words that only a program would say: a key of the catalogs, a gap in a sentence, a value that is not there. */
const unworded = new RegExp(
  String.raw`\{\w+\}|\bundefined\b|\bnull\b|\bNaN\b|\[object|Invalid Date|\b(?:${Object.keys(catalogs.en).join('|')}):\w`,
)
const keyLike = /(?<![\w@./-])[a-z][a-zA-Z]*(?:\.[a-z_][a-zA-Z_]*)+(?![\w@/-])/g

/**
 * Looks at a page on a phone in light and on a desk in dark, and may keep a picture of each; with `all`, of the other
 * two too. Axe looks once a theme: at everything in light, and in dark at the colours, which are all that differs.
 * Answers what is wrong.
 */
export async function look(
  page: Page,
  { name, open }: Sight,
  { group, all = false }: { group: string; all?: boolean },
): Promise<string[]> {
  await page.setViewportSize(phone)
  await page.emulateMedia({ colorScheme: 'light' })
  await open(page)
  const found = [...(await wordsAmiss(page)), ...(await everythingAmiss(page)), ...(await sideways(page))]
  await picture(page, group, `${name}-360-light`)
  await page.emulateMedia({ colorScheme: 'dark' })
  if (all) await picture(page, group, `${name}-360-dark`)
  await page.setViewportSize(desk)
  found.push(...(await coloursAmiss(page)), ...(await sideways(page)))
  await picture(page, group, `${name}-1440-dark`)
  await page.emulateMedia({ colorScheme: 'light' })
  if (all) await picture(page, group, `${name}-1440-light`)
  return found.map((wrong) => `${group}/${name}: ${wrong}`)
}

/** Our pages hold no frames, and without them axe needs no second window; of what is well it need not tell. */
async function everythingAmiss(page: Page): Promise<string[]> {
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] })
  return told((await axe.analyze()).violations)
}

/** Axe stays on the page that it has looked at: asked there a second time, it need not be brought and read again. */
const coloursAmiss = async (page: Page): Promise<string[]> =>
  told(
    await page.evaluate(async () => {
      const { axe } = window as unknown as { axe: { run(options: object): Promise<AxeResults> } }
      const { violations } = await axe.run({ resultTypes: ['violations'], runOnly: ['color-contrast'] })
      return violations
    }),
  )

const told = (violations: AxeResults['violations']): string[] =>
  violations.map(({ id, nodes }) => `${id} at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)

/** The same for a page whose look was judged in another language: its words, and whether they fit a phone. */
export async function read(
  page: Page,
  { name, open }: Sight,
  { group }: { group: string },
): Promise<string[]> {
  await open(page)
  const found = [...(await wordsAmiss(page)), ...(await sideways(page))]
  await picture(page, group, `${name}-360-light`)
  return found.map((wrong) => `${group}/${name}: ${wrong}`)
}

/** Scripts on the page that a public page has no use for. */
export async function foreignScripts(page: Page): Promise<string[]> {
  const scripts = await page
    .locator('script')
    .evaluateAll((all) => all.map((script) => script.getAttribute('src') ?? 'an inline script'))
  return scripts.filter((script) => !ownScripts.test(script))
}

async function wordsAmiss(page: Page): Promise<string[]> {
  const text = await page.evaluate(() => {
    const unseen = ['aria-label', 'alt', 'placeholder', 'title', 'content'].flatMap((name) =>
      [...document.querySelectorAll(`[${name}]`)].map((element) => element.getAttribute(name)),
    )
    const seen = new Set<string>()
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walk.nextNode(); node; node = walk.nextNode())
      if (node.parentElement?.checkVisibility()) seen.add(node.textContent ?? '')
    return [document.title, ...unseen, ...seen].join('\n')
  })
  const keys = (text.match(keyLike) ?? []).filter((token) => !/\.(?:example|json)$|^[ap]\.m$/.test(token))
  return [...keys, ...(unworded.exec(text) ?? [])].map((token) => `says “${token}”`)
}

const sideways = async (page: Page): Promise<string[]> =>
  (await scrollsSideways(page)) ? [`scrolls sideways at ${page.viewportSize()?.width}`] : []

/** Pictures are for people to look at, and cost more than all that is checked: they are taken where `PICTURES=1` asks. */
async function picture(page: Page, group: string, name: string): Promise<void> {
  if (process.env.PICTURES !== '1') return
  await mkdir(`${pictures}/${group}`, { recursive: true })
  await page.screenshot({ path: `${pictures}/${group}/${name}.png`, fullPage: true })
}
