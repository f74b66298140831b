import type { Page } from '@playwright/test'
import { beforeAll, expect, test } from 'vitest'
import { startSession } from '#app/domain/staff/sessions/start-session.server.ts'
import { sessionCookie } from '#app/http/session.ts'
import { enqueue } from '#app/jobs/queue.ts'
import { inTransaction } from '#app/platform/db.ts'
import { givenTotp } from '#tests/domain/staff/given-factors.ts'
import { useApp } from '#tests/support/app.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { useBrowser } from '#tests/support/browser.ts'
import { givenFund, givenStaff } from '#tests/support/given.ts'
import { asOwner, useWorld } from '#tests/support/world.ts'
import { givenEverything } from './everything.ts'
import { openersOf } from './openers.ts'
import { sightsOfStaff } from './staff-sights.ts'

const world = await useWorld()
const app = await useApp(world)
const { visitor } = useBrowser()

const ownWay = /\/(?:sign-out|language)$/

let given: Awaited<ReturnType<typeof givenEverything>>
/** Each form that any page of the staff has, and where the pages stand. */
const forms = new Map<string, FoundForm>()
const pages = new Set<string>()

beforeAll(async () => {
  given = await givenEverything(world, app)
  const page = await visitor({ scripts: false })
  const [name = '', value = ''] = (sessionCookie(given.viewer.sessionId).split(';')[0] ?? '').split('=')
  await page.context().addCookies([{ name, value, url: app.url }])
  for (const { open } of sightsOfStaff(given, openersOf(app.url)).staff) {
    await open(page).catch(() => undefined)
    pages.add(new URL(page.url()).pathname)
    for (const form of await formsOn(page))
      if (!ownWay.test(new URL(form.action).pathname))
        forms.set([form.action, ...form.fields.map((field) => field.name)].join(' '), form)
  }
}, 900_000)

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

/**
 * What the pages themselves set going is done, and what the clock would do within the next quarter of an hour: an envelope
 * of everything's that is over by then is told of once, and what Stripe has that nobody heard of is booked, and not while
 * the rows are compared.
 */
async function allIsDone(): Promise<void> {
  await inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    for (const job of ['disbursement.expire', 'envelope.expire'] as const) await enqueue(tx, job, {})
    await enqueue(tx, 'stripe.sweep', { walk: 'slow' }, { queue: 'stripe.sweep' })
  })
  await app.settled()
}

/** Rows by table, of everything that a form could write; what records the refusals grows, and how far a walk by the clock came. */
const rows = (): Promise<Record<string, number>> =>
  asOwner(world.ownerUrl, null, async (owner) => {
    const { rows: tables } = await owner.query<{ name: string }>(
      `select format('%I.%I', schemaname, relname) as name from pg_stat_user_tables
        where schemaname in ('public', 'vault_keys') and relname <> all ($1) order by 1`,
      [['audit_event', 'audit_seal', 'worker_heartbeat', 'sweep_cursor', '_prisma_migrations']],
    )
    const { rows: counts } = await owner.query<{ name: string; n: number }>(
      tables
        .map(({ name }) => `select '${name}' as name, count(*)::int as n from ${name}`)
        .join(' union all '),
    )
    return Object.fromEntries(counts.map(({ name, n }) => [name, n]))
  })

test('no form of the staff stores or breaks on what no field takes', { timeout: 900_000 }, async () => {
  const cookie = sessionCookie(given.viewer.sessionId).split(';')[0] ?? ''
  expect(forms.size).toBeGreaterThan(150)

  await allIsDone()
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

const idIn = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\b[A-Z2-9]{4}-[A-Z2-9]{4}\b/

/** Someone who may do everything, in a fund of their own, and nothing in any other. */
async function givenStranger(): Promise<string> {
  const fundId = await givenFund()
  const roles = ['intake', 'approver', 'treasurer', 'auditor', 'administrator', 'poster'] as const
  const staffId = await givenStaff({ fundId, roles: [...roles] })
  await givenTotp(staffId)
  const visit = { device: 'Firefox', address: '203.0.113.9' }
  const sessionId = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    startSession(tx, { staffId, method: 'totp', visit }),
  )
  return sessionCookie(sessionId).split(';')[0] ?? ''
}

test('nobody of another fund comes to what has an owner, by any page, nor moves it by any form', {
  timeout: 900_000,
}, async () => {
  const cookie = await givenStranger()
  const headers = { cookie, origin: app.url, 'sec-fetch-site': 'same-origin' }
  const owned = [...pages].filter((path) => idIn.test(path))
  expect(owned.length).toBeGreaterThan(60)
  const found: string[] = []
  for (const path of owned) {
    const answer = await fetch(app.url + path, { headers, redirect: 'manual' })
    if (answer.status !== 404) found.push(`${path} is read: ${answer.status}`)
  }

  await allIsDone()
  const before = await rows()
  for (const form of forms.values()) {
    const { pathname } = new URL(form.action)
    if (!idIn.test(pathname)) continue
    const body = form.multipart ? new FormData() : new URLSearchParams()
    for (const { name, type, value } of form.fields) if (type !== 'file') body.append(name, value)
    const answer = await fetch(form.action, { method: 'POST', body, redirect: 'manual', headers })
    const isSentBack = answer.status === 303 && /[?&]refused=/.test(answer.headers.get('location') ?? '')
    if (!isSentBack && (answer.status < 400 || answer.status >= 500))
      found.push(`${pathname} is done: ${answer.status}`)
  }
  expect(found).toEqual([])
  await app.settled()
  expect(await rows()).toEqual(before)
})
