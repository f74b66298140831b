import { request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { limitBody } from '#app/http/limit-body.ts'

let server: Server

beforeAll(async () => {
  const app = express()
  app.use((_request, response, next) => {
    response.locals.language = 'en'
    next()
  })
  app.use(limitBody)
  app.use((_request, response) => void response.send('taken'))
  server = await new Promise<Server>((resolve) => {
    const listening = app.listen(0, () => resolve(listening))
  })
})
afterAll(() => void server.close())

const megabyte = 1024 * 1024
const claim = '/admin/expenses/new'

test.each([
  ['receipts of a claim', 'POST', claim, 40 * megabyte, 200, 'taken'],
  ['fifty megabytes of receipts', 'POST', claim, 50 * megabyte, 413, 'larger than 40 MB together'],
  ['the same, read only', 'GET', claim, 50 * megabyte, 413, 'Nothing'],
  ['one file of a person', 'POST', '/admin/cases/1/documents', 40 * megabyte, 413, 'larger than 10 MB'],
  ['one file of a way home', 'POST', '/admin/requests/1/pathways/2', 10 * megabyte, 200, 'taken'],
  ['a film of a way home', 'POST', '/admin/requests/1/pathways/2', 50 * megabyte, 413, 'larger than 10 MB'],
  ['a form without files', 'POST', '/admin/expenses/1', megabyte, 413, 'Nothing'],
] satisfies [string, string, string, number, number, string][])(
  '%s',
  async (_, method, path, length, status, says) => {
    const { port } = server.address() as AddressInfo
    const answer = await answerTo({ port, method, path, headers: { 'Content-Length': length } })
    expect(answer).toEqual({ status, text: expect.stringContaining(says) })
  },
)

/** Says how much is coming and sends none of it: the answer does not wait for it. */
const answerTo = (options: { port: number; method: string; path: string; headers: Record<string, number> }) =>
  new Promise((resolve, reject) => {
    const sending = request({ host: 'localhost', ...options }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (part) => {
        text += part
      })
      response.on('end', () => {
        resolve({ status: response.statusCode, text })
        sending.destroy()
      })
    })
    sending.once('error', reject)
    sending.flushHeaders()
  })
