import { randomUUID } from 'node:crypto'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { screenNames, screens } from '#app/domain/requests/help-form.ts'
import { inTransaction } from '#app/platform/db.ts'
import { useApp } from '#tests/support/app.ts'
import { dumpOf } from '#tests/support/dump.ts'
import { givenIntake, givenIntakeTeam, helpForm, type IntakeTeam } from '#tests/support/given-request.ts'
import { entryOf, errorBeside, visitorTo } from '#tests/support/visitor.ts'
import { asOwner, useWorld } from '#tests/support/world.ts'

const world = await useWorld()
let logged = ''
process.env.LOG_LEVEL = 'debug'
const app = await useApp(world, {
  hear: (written) => {
    logged += written
  },
})
const { get, post } = visitorTo(app.url)

let team: IntakeTeam
let slug: string
beforeAll(async () => {
  slug = `bail-${randomUUID().slice(0, 8)}`
  team = await givenIntakeTeam({ fund: { slug } })
})
beforeEach(async () => {
  await givenIntake(team)
  await asOwner(world.ownerUrl, null, (owner) => owner.query('delete from rate_limit'))
})

const path = () => `/get-help/${slug}`
const count = () => inTransaction({ scope: { kind: 'system' } }, (tx) => tx.helpRequest.count())
const told = ['Marigold', '555 0188', 'slow Spanish', 'Juniper', 'Imaginary']

/** Sends one screen as a browser without scripts would, with what stood hidden in the page before. */
async function send(html: string, fields: Record<string, string>, go = 'next') {
  const [screen, kept] = [entryOf(html, 'screen') ?? '', entryOf(html, 'kept') ?? '']
  const answer = await post(path(), { screen, kept, website: '', go, ...fields })
  return { status: answer.status, html: await answer.text(), answer }
}

const answersTo = (screen: keyof typeof screens): Record<string, string> =>
  Object.fromEntries(Object.entries(helpForm).filter(([name]) => Object.hasOwn(screens[screen].shape, name)))

/** From the first screen to before this one. */
async function until(last: (typeof screenNames)[number]): Promise<string> {
  let html = await (await get(path())).text()
  for (const screen of screenNames.slice(0, screenNames.indexOf(last)))
    html = (await send(html, answersTo(screen))).html
  return html
}

describe('the way through', () => {
  test('the number, its hours and languages, and what not to write come before the first question', async () => {
    const answer = await get(path())
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(answer.headers.get('set-cookie')).toBeNull()
    const html = await answer.text()
    const order = [
      'tel:+15550142',
      'Monday to Friday',
      'English, Spanish',
      'Leave this page now',
      'immigration status',
      'Question 1 of',
    ]
    const places = order.map((text) => html.indexOf(text))
    expect(places).toEqual([...places].sort((a, b) => a - b))
    expect(places[0]).toBeGreaterThan(0)
    expect(html).toContain('9:00')
    for (const field of Object.keys(screens.asker.shape)) expect(html).toContain(`name="${field}"`)
  })

  test('nothing that was said is readable on a later screen, in an answer’s headers, or stored before the end', async () => {
    const before = await count()
    let html = await (await get(path())).text()
    for (const screen of screenNames.slice(0, -1)) {
      const sent = await send(html, answersTo(screen))
      html = sent.html
      expect(sent.status).toBe(200)
      const hidden = Buffer.from(entryOf(html, 'kept') ?? '', 'base64url').toString('latin1')
      for (const text of told) {
        expect(html).not.toContain(text)
        expect(hidden).not.toContain(text)
        expect(JSON.stringify([...sent.answer.headers])).not.toContain(text)
      }
    }
    expect(await count()).toBe(before)

    const sent = await send(html, answersTo('knows'))
    expect(sent.status).toBe(200)
    expect(sent.html).toContain('This is not a yes')
    expect(sent.html).toMatch(/We will call by (?:Mon|Tues|Wednes|Thurs|Fri)day, /)
    const code = /[A-Z2-9]{4}-[A-Z2-9]{4}/.exec(sent.html)?.[0]
    expect(await count()).toBe(before + 1)
    for (const text of told) expect(sent.html).not.toContain(text)

    const again = await send(html, answersTo('knows'))
    expect(again.html).toContain(code)
    expect(await count()).toBe(before + 1)
  })

  test('from where it was asked is kept nowhere', async () => {
    const known = ['203.0.113.77', '127.0.0.1', 'Netscape-of-nobody']
    for (const screen of screenNames) {
      const html = await until(screen)
      const answer = await fetch(app.url + path(), {
        method: 'POST',
        headers: {
          ...{ origin: app.url, 'sec-fetch-site': 'same-origin', 'user-agent': known[2] ?? '' },
          ...{ 'x-forwarded-for': known[0] ?? '', 'x-real-ip': known[0] ?? '', forwarded: `for=${known[0]}` },
        },
        body: new URLSearchParams({
          ...{ screen, kept: entryOf(html, 'kept') ?? '', website: '', go: 'next', ...answersTo(screen) },
        }),
      })
      expect(answer.status).toBe(200)
    }
    const asked = [...(await dumpOf(world.ownerUrl))].filter(([, rows]) =>
      known.some((address) => rows.includes(address)),
    )
    expect(asked.map(([table]) => table)).toEqual([])
    expect(logged).toContain('the web process is ready')
    expect(known.filter((address) => logged.includes(address))).toEqual([])
  })

  test('Back shows what was answered, and keeps what was begun', async () => {
    const html = await until('place')
    const back = await send(html, { place: 'Larkspur' }, 'back')
    expect([back.status, entryOf(back.html, 'screen')]).toEqual([200, 'person'])
    expect(entryOf(back.html, 'personName')).toBe('Juniper Fictional')
    const forth = await send(back.html, { personName: 'Juniper Other' })
    expect(entryOf(forth.html, 'place')).toBe('Larkspur')
  })
})

describe('what is refused', () => {
  test.each([
    ['asker', { askedBy: '', askerName: 'Marigold' }, 'askedBy', 'This is needed.'],
    ['asker', { askedBy: 'boss', askerName: 'Marigold' }, 'askedBy', 'This is needed.'],
    ['phone', { phone: 'ask my aunt' }, 'phone', 'This does not look like a telephone number.'],
    ['language', { language: '' }, 'language', 'This is needed.'],
    ['person', { personName: 'x'.repeat(200) }, 'personName', 'This is too long.'],
    ['place', { place: '<script>' }, 'place', 'We could not read this.'],
  ] as const)('on %s: %o', async (screen, fields, field, words) => {
    const { status, html } = await send(await until(screen), fields)
    expect([status, entryOf(html, 'screen')]).toEqual([422, screen])
    expect(errorBeside(html, field)).toContain(words)
    for (const [name, value] of Object.entries(fields))
      if (name !== 'askedBy') expect(entryOf(html, name)).toBe(value)
  })

  test('a chosen answer stays chosen beside one that was not read', async () => {
    const { html } = await send(await until('asker'), { askedBy: 'friend', askerName: '' })
    expect(html).toMatch(/<input[^>]*value="friend"[^>]*checked|<input[^>]*checked[^>]*value="friend"/)
  })

  test('a form that was changed, that is another fund’s, or that a program filled begins again or goes no further', async () => {
    const html = await until('place')
    const changed = await post(path(), { screen: 'place', kept: 'AAAA', go: 'next', place: 'Larkspur' })
    expect(changed.status).toBe(422)
    const shown = await changed.text()
    expect(shown).toContain('Nothing was stored. Please begin again.')
    expect(entryOf(shown, 'screen')).toBe('asker')

    const trapped = await send(html, { place: 'Larkspur', website: 'https://spam.example' })
    expect([trapped.status, entryOf(trapped.html, 'screen')]).toEqual([422, 'place'])
  })

  test('a last screen that comes without the others is sent back to what is missing', async () => {
    const first = await (await get(path())).text()
    const { status, html } = await send(first, { screen: 'knows', personKnows: 'yes' })
    expect([status, entryOf(html, 'screen')]).toEqual([422, 'asker'])
  })

  test('a program that sends one form over and over', async () => {
    const html = await (await get(path())).text()
    let last = 200
    for (let sent = 0; sent <= 60; sent++) last = (await send(html, answersTo('asker'))).status
    expect(last).toBe(409)
  })

  test('a fund that stopped taking requests while the form was open', async () => {
    const html = await until('knows')
    await givenIntake(team, { mode: 'off' })
    const before = await count()
    const { status, html: shown } = await send(html, answersTo('knows'))
    expect(status).toBe(409)
    expect(shown).toContain('This fund takes no requests right now')
    expect(await count()).toBe(before)
  })
})

describe('other ways to be asked', () => {
  test.each([
    ['partners_only', 'through a partner'],
    ['off', 'takes no requests right now'],
  ] as const)('%s: the number and what to have ready stand in place of the form', async (mode, words) => {
    await givenIntake(team, { mode })
    const html = await (await get(path())).text()
    expect(html).toContain(words)
    expect(html).toContain('tel:+15550142')
    expect(html).toContain('The name of the person, as the jail has it')
    expect(html).not.toContain('<form method="post"')
  })

  test('where one fund says how it is asked there is nothing to choose, also while it takes no requests', async () => {
    const one = await get('/es/get-help')
    expect([one.status, one.headers.get('location')]).toEqual([302, `/es${path()}`])
    expect(await (await get('/funds')).text()).toContain('href="/get-help"')
    expect(await (await get(`/funds/${slug}`)).text()).toContain('How to ask this fund for help')

    await givenIntake(team, { mode: 'off' })
    expect(await (await get('/funds')).text()).toContain('href="/get-help"')
    expect((await get('/get-help')).headers.get('location')).toBe(path())
    const fund = await (await get(`/funds/${slug}`)).text()
    expect(fund).toContain('This fund takes no requests for help right now: what to do instead')
    expect(fund).toContain(`href="${path()}"`)
    expect((await get('/get-help/nobody')).status).toBe(404)
  })

  test('where no fund says how it is asked, no page leads here', async () => {
    await asOwner(world.ownerUrl, null, (owner) => owner.query('delete from fund_intake'))
    expect(await (await get('/funds')).text()).not.toContain('href="/get-help"')
    expect(await (await get(`/funds/${slug}`)).text()).not.toContain(path())
    expect(await (await get('/get-help')).text()).toContain('No fund takes requests here')
  })

  test('where several are asked, the telephone comes before the choice; who takes no requests comes last', async () => {
    const another = await givenIntakeTeam({ fund: { slug: 'another' } })
    const resting = await givenIntakeTeam({
      ...{ fund: { slug: 'resting' }, intake: { mode: 'off', phone: '+1 555 0144' } },
    })
    const order = async (...texts: string[]) => {
      const html = await (await get('/get-help')).text()
      const main = html.slice(html.indexOf('<main'))
      const places = texts.map((text) => main.indexOf(text))
      expect(places).not.toContain(-1)
      expect(places).toEqual([...places].sort((a, b) => a - b))
      return main
    }
    const lastly = ['This fund takes no requests right now', 'href="/get-help/resting"']
    const shared = await order(
      ...['tel:+15550142', 'call the number above', '<h2', 'href="/get-help/another"', `href="${path()}"`],
      ...['tel:+15550144', ...lastly],
    )
    expect(shared.split('tel:+15550142')).toHaveLength(2)

    await givenIntake(another, { phone: '+1 555 0143' })
    await order(
      ...['tel:+15550143', 'href="/get-help/another"', 'tel:+15550142', `href="${path()}"`],
      ...['tel:+15550144', ...lastly],
    )

    for (const each of [team, another]) await givenIntake(each, { mode: 'off' })
    await order('No fund takes requests right now', 'href="/get-help/another"', 'href="/get-help/resting"')
    expect(await (await get('/es/funds')).text()).toContain('href="/es/get-help"')
    await givenIntake(resting, { mode: 'partners_only', phone: '+1 555 0144' })
    await order('tel:+15550144', 'href="/get-help/resting"', 'takes no requests right now')
  })
})
