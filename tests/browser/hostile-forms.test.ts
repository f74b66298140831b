import type { Page } from '@playwright/test'
import { beforeAll, expect, test } from 'vitest'
import { sessionCookie } from '#app/http/session.ts'
import { useApp } from '#tests/support/app.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { useBrowser } from '#tests/support/browser.ts'
import { asOwner, useWorld } from '#tests/support/world.ts'
import { givenEverything } from './everything.ts'
import { openersOf } from './openers.ts'
import { sightsOfStaff } from './staff-sights.ts'

const world = await useWorld()
const app = await useApp(world)
const { visitor } = useBrowser()

let given: Awaited<ReturnType<typeof givenEverything>>
beforeAll(async () => {
  given = await givenEverything(world, app)
}, 180_000)

type FormField = { name: string; type: string; value: string }
type FoundForm = { action: string; multipart: boolean; fields: FormField[] }

/** Every form that a page sends, with the values that it stands there with. */
const formsOn = (page: Page): Promise<FoundForm[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLFormElement>('form[method=post]')].map((form) => ({
      action: form.action,
      multipart: form.enctype === 'multipart/form-data',
      fields: [...form.elements]
        .filter(
          (field) =>
            field instanceof HTMLInputElement ||
            field instanceof HTMLTextAreaElement ||
            field instanceof HTMLSelectElement ||
            field instanceof HTMLButtonElement,
        )
        .filter(({ name }) => name !== '')
        .map(({ name, type, value }) => ({ name, type, value })),
    })),
  )

const typed = new Set([
  'text',
  'textarea',
  'search',
  'email',
  'tel',
  'url',
  'number',
  'date',
  'datetime-local',
  'password',
])
const chosen = new Set(['hidden', 'select-one', 'radio', 'checkbox', 'submit'])

/** What no field takes, by the kind of field that it is put into. */
const doses: { name: string; into: Set<string>; value: string }[] = [
  { name: 'a NUL', into: typed, value: 'Robin\0Example' },
  { name: 'a hundred thousand letters', into: typed, value: 'Å'.repeat(100_000) },
  {
    name: 'a choice that is none',
    into: chosen,
    value: `'; drop table gift_intent; --<script>alert(1)</script>`,
  },
]

function bodyOf(form: FoundForm, dose: (typeof doses)[number]): FormData | URLSearchParams {
  const body = form.multipart ? new FormData() : new URLSearchParams()
  const seen = new Set<string>()
  for (const { name, type, value } of form.fields) {
    if (seen.has(name)) continue
    seen.add(name)
    if (type === 'file' && body instanceof FormData)
      body.append(name, new File(['MZ this is no picture'], 'receipt.pdf', { type: 'application/pdf' }))
    else body.append(name, dose.into.has(type) ? dose.value : value)
  }
  return body
}

/** Rows by table, of everything that a form could write; what records the refusals themselves grows. */
const rows = (): Promise<Record<string, number>> =>
  asOwner(world.ownerUrl, null, async (owner) => {
    const { rows: tables } = await owner.query<{ name: string }>(
      `select format('%I.%I', schemaname, relname) as name from pg_stat_user_tables
        where schemaname in ('public', 'vault_keys') and relname <> all ($1) order by 1`,
      [['audit_event', 'audit_seal', '_prisma_migrations']],
    )
    const { rows: counts } = await owner.query<{ name: string; n: number }>(
      tables
        .map(({ name }) => `select '${name}' as name, count(*)::int as n from ${name}`)
        .join(' union all '),
    )
    return Object.fromEntries(counts.map(({ name, n }) => [name, n]))
  })

const ownWay = /\/(?:sign-out|language)$/

test('no form of the staff stores or breaks on what no field takes', { timeout: 600_000 }, async () => {
  const page = await visitor({ scripts: false })
  const cookie = sessionCookie(given.viewer.sessionId).split(';')[0] ?? ''
  const [name = '', value = ''] = cookie.split('=')
  await page.context().addCookies([{ name, value, url: app.url }])
  const forms = new Map<string, FoundForm>()
  for (const { open } of sightsOfStaff(given, openersOf(app.url)).staff) {
    await open(page).catch(() => undefined)
    for (const form of await formsOn(page))
      if (!ownWay.test(new URL(form.action).pathname))
        forms.set([form.action, ...form.fields.map((field) => field.name)].join(' '), form)
  }
  expect(forms.size).toBeGreaterThan(150)

  // What the pages themselves set going is done before anything is counted.
  await app.settled()
  const before = await rows()
  const found: string[] = []
  for (const form of forms.values()) {
    for (const dose of doses) {
      if (!form.fields.some(({ type }) => dose.into.has(type))) continue
      const answer = await fetch(form.action, {
        ...{ method: 'POST', body: bodyOf(form, dose), redirect: 'manual' },
        headers: { cookie, origin: app.url, 'sec-fetch-site': 'same-origin' },
      })
      // Where the answer would be a file, the refusal is said on the page that the form came from.
      const isSentBack = answer.status === 303 && /[?&]refused=/.test(answer.headers.get('location') ?? '')
      if (!isSentBack && (answer.status < 400 || answer.status >= 500))
        found.push(`${dose.name}: ${new URL(form.action).pathname} answers ${answer.status}`)
    }
  }
  expect(found).toEqual([])
  await app.settled()
  expect(await rows()).toEqual(before)
  expect(await brokenBooks()).toEqual([])
})
