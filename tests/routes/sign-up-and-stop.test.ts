import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { ActionFunctionArgs } from '@remix-run/node'
import express from 'express'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { unsubscribeLink } from '#app/domain/impact-updates/unsubscribe-link.ts'
import type { mailTopics } from '#app/domain/mail/mail-topics.ts'
import { sign } from '#app/platform/crypto.ts'
import { db } from '#app/platform/db.ts'
import * as confirmRoute from '#app/routes/_public.updates.confirm.$token.tsx'
import * as signUpRoute from '#app/routes/_public.updates.sign-up.tsx'
import { oneClickUnsubscribe } from '#app/webhooks/one-click-unsubscribe.ts'
import type { SignUpConfirmationProps } from '#emails/sign-up-confirmation.tsx'
import { givenTeam } from '#tests/support/given-disbursement.ts'
import { givenMail, openTopics } from '#tests/support/given-mail.ts'
import { thrown } from '#tests/support/staff-requests.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

beforeAll(async () => {
  await givenTeam()
})

const publicArgs = (of: { form?: [string, string][]; token?: string; search?: string }) =>
  ({
    request: new Request(`http://localhost:3000/updates/sign-up${of.search ?? ''}`, {
      method: of.form ? 'POST' : 'GET',
      ...(of.form ? { body: new URLSearchParams(of.form) } : {}),
    }),
    params: { token: of.token },
    context: { language: 'vi', address: '192.0.2.7' },
  }) as unknown as ActionFunctionArgs

describe('the sign-up', () => {
  const openedAt = (at: number) => `${at}.${sign('sign-up-page', String(at))}`
  const filled = (more: [string, string][] = []): [string, string][] => [
    ['opened', openedAt(Date.now() - 60_000)],
    ['email', 'linh@reader.example'],
    ['topics', 'news'],
    ['topics', 'impact'],
    ['language', 'vi'],
    ...more,
  ]
  const refusedWith = async (form: [string, string][]) => {
    const answer = (await signUpRoute.action(publicArgs({ form }))) as unknown as {
      data: { problems: { code: string }[]; entries: { email: string } }
      init: { status: number }
    }
    return [answer.init.status, answer.data.problems.map(({ code }) => code), answer.data.entries.email]
  }
  const signUps = () => db().mailSignUp.count()

  test('a program, a form sent too fast, and a bad entry write to nobody', async () => {
    const seen = (await signUpRoute.action(
      publicArgs({ form: filled([['website', 'http://spam.example']]) }),
    )) as Response
    expect(seen.headers.get('location')).toBe('/vi/updates/sign-up?sent')
    const without = filled().filter(([name]) => name !== 'opened')
    for (const opened of [openedAt(Date.now()), `${Date.now() - 60_000}.AAAA`, ''])
      expect(await refusedWith([['opened', opened], ...without])).toEqual([
        422,
        ['sent_too_fast'],
        'linh@reader.example',
      ])
    expect(await refusedWith(filled().filter(([name]) => name !== 'topics'))).toEqual([
      ...[422, ['topics_missing'], 'linh@reader.example'],
    ])
    expect(await signUps()).toBe(0)
  })

  test('is asked, looked at and confirmed; looking confirms nothing', async () => {
    const sent = (await signUpRoute.action(publicArgs({ form: filled() }))) as Response
    expect(sent.headers.get('location')).toBe('/vi/updates/sign-up?sent')
    const mail = await db().mail.findFirstOrThrow({ where: { recipient: 'linh@reader.example' } })
    const token = (mail.props as SignUpConfirmationProps).confirmUrl.split('/').at(-1) ?? ''
    const look = () => confirmRoute.loader(publicArgs({ token }))
    expect(await look()).toEqual({ topics: ['impact', 'news'], confirmed: false })
    expect(await look()).toMatchObject({ confirmed: false })
    expect(await confirmRoute.action(publicArgs({ token, form: [] }))).toMatchObject({
      data: { confirmed: true },
    })
    expect(await look()).toMatchObject({ confirmed: true })
    expect((await thrown(confirmRoute.loader(publicArgs({ token: 'made-up' })))).status).toBe(404)
  })
})

describe('one click in a mail program', () => {
  let server: Server
  let url: string
  beforeAll(async () => {
    const app = express().post('/unsubscribe/:token', oneClickUnsubscribe)
    server = createServer(app)
    await new Promise<void>((listening) => server.listen(0, listening))
    url = `http://localhost:${(server.address() as AddressInfo).port}`
  })
  afterAll(() => server.close())
  const click = (token: string, body: string | FormData, headers: Record<string, string> = {}) =>
    fetch(`${url}/unsubscribe/${token}`, {
      method: 'POST',
      body,
      headers: {
        ...(typeof body === 'string' ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
        ...headers,
      },
    }).then(({ status }) => status)

  test('ends its topic and no other, from wherever it comes, as often as it is sent', async () => {
    const { donorId } = await givenMail({ message: 'impact-update' })
    const tokenOf = (topic: (typeof mailTopics)[number]) =>
      unsubscribeLink({ donorId, topic, language: 'ar' }).split('/').at(-1) ?? ''
    expect(await click(tokenOf('news'), 'List-Unsubscribe=Maybe')).toBe(400)
    expect(await click(tokenOf('news'), 'x'.repeat(5_000))).toBe(400)
    expect(await click(`${donorId}.news.AAAA`, 'List-Unsubscribe=One-Click')).toBe(404)
    expect(await openTopics(donorId)).toEqual(['alerts', 'impact', 'news'])

    const elsewhere = { origin: 'https://mail.example', 'sec-fetch-site': 'cross-site' }
    for (let times = 0; times < 3; times++)
      expect(await click(tokenOf('news'), 'List-Unsubscribe=One-Click', elsewhere)).toBe(200)
    expect(await openTopics(donorId)).toEqual(['alerts', 'impact'])
    const form = new FormData()
    form.set('List-Unsubscribe', 'One-Click')
    expect(await click(tokenOf('alerts'), form)).toBe(200)
    expect(await openTopics(donorId)).toEqual(['impact'])
  })
})
