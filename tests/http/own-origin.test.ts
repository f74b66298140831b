import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ownOrigin } from '#app/http/own-origin.ts'

let server: Server

beforeAll(async () => {
  const app = express()
  app.use(
    ownOrigin({ appUrl: 'https://give.larkspur.example/', skip: (path) => path.startsWith('/webhooks/') }),
  )
  app.use((_request, response) => void response.send('done'))
  server = await new Promise<Server>((resolve) => {
    const listening = app.listen(0, () => resolve(listening))
  })
})
afterAll(() => void server.close())

const ours = 'https://give.larkspur.example'

test.each([
  ['our own page', 'POST', '/', { 'Sec-Fetch-Site': 'same-origin', Origin: ours }, 200],
  ['the person themselves', 'POST', '/', { 'Sec-Fetch-Site': 'none' }, 200],
  ['another site', 'POST', '/', { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.example' }, 403],
  ['another host of our domain', 'POST', '/', { 'Sec-Fetch-Site': 'same-site' }, 403],
  ['another site that says our origin', 'DELETE', '/', { 'Sec-Fetch-Site': 'cross-site', Origin: ours }, 403],
  ['an older browser, from us', 'POST', '/', { Origin: ours }, 200],
  ['an older browser, from elsewhere', 'PUT', '/', { Origin: 'https://evil.example' }, 403],
  ['an older browser, from a sandboxed frame', 'POST', '/', { Origin: 'null' }, 403],
  ['no browser', 'POST', '/', {}, 200],
  ['a link from another site', 'GET', '/', { 'Sec-Fetch-Site': 'cross-site' }, 200],
  ['a signed caller', 'POST', '/webhooks/stripe', { 'Sec-Fetch-Site': 'cross-site' }, 200],
] satisfies [string, string, string, Record<string, string>, number][])(
  '%s',
  async (_, method, path, headers, status) => {
    const { port } = server.address() as AddressInfo
    const sent = Object.fromEntries(Object.entries(headers))
    expect(await statusOf({ port, method, path, headers: sent })).toBe(status)
  },
)

/** `fetch` sets these headers itself, so the request is written by hand. */
async function statusOf(options: {
  port: number
  method: string
  path: string
  headers: Record<string, string>
}) {
  const { request } = await import('node:http')
  return new Promise<number | undefined>((resolve, reject) => {
    const sending = request({ host: 'localhost', ...options }, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
    sending.once('error', reject)
    sending.end()
  })
}
