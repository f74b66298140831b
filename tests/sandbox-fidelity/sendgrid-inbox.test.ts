import { expect, test } from 'vitest'
import { getJson, key, mail, post, raw, sdk, startSandbox, text } from './sendgrid-calls.ts'

test('the inbox shows each mail, newest first, and hostile mail stays text', async () => {
  const { url } = await startSandbox()
  expect(await text(`${url}/inbox?key=${key}`)).toContain('No mail yet.')
  await sdk(url).send({ ...mail, subject: 'Older' })
  await sdk(url).send({
    ...mail,
    subject: '<script>alert(1)</script>',
    text: '</pre><script>alert(2)</script>',
  })

  const list = await text(`${url}/inbox?key=${key}`)
  expect(list.indexOf('&lt;script&gt;alert(1)')).toBeLessThan(list.indexOf('Older'))
  expect(list).not.toContain('<script')
  const [{ id }] = (await getJson(`${url}/inbox.json?key=${key}`)).mails
  const page = await text(`${url}/inbox/${id}?key=${key}`)
  expect(page).toContain('sandbox="allow-popups allow-popups-to-escape-sandbox"')
  expect(page).not.toContain('<script')
  const html = await fetch(`${url}/inbox/${id}/html?key=${key}`)
  expect(html.headers.get('content-security-policy')).toContain('sandbox')
  expect(await text(`${url}/inbox/${id}/text?key=${key}`)).toBe('</pre><script>alert(2)</script>')
  expect((await fetch(`${url}/inbox/unknown`)).status).toBe(404)
  expect((await fetch(`${url}/v1/charges`)).status).toBe(599)
})

test('the inbox comes a page at a time, and programs ask for what is new', async () => {
  const { url } = await startSandbox()
  const personalizations = Array.from({ length: 60 }, (_, index) => ({ to: `d${index}@example.org` }))
  await post(`${url}/v3/mail/send`, {
    ...raw,
    personalizations: personalizations.map(({ to: email }) => ({ to: [{ email }] })),
  })
  const first = await text(`${url}/inbox?key=${key}`)
  expect(first).toContain('d59@example.org')
  expect(first).not.toContain('d9@example.org')
  const older = /href="(\/inbox\?[^"]*before=[^"]*)"/.exec(first)?.[1]?.replaceAll('&amp;', '&')
  expect(await text(`${url}${older}`)).toContain('d9@example.org')

  const known = (await getJson(`${url}/inbox.json?key=${key}`)).mails[4].id
  expect((await getJson(`${url}/inbox.json?key=${key}&after=${known}`)).total).toBe(4)
})
