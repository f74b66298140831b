import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import sendgrid, { type MailDataRequired, type MailService } from '@sendgrid/mail'
import { afterEach } from 'vitest'
import { createSendgrid } from '#tests/sandbox/sendgrid/sendgrid.ts'

export const key = 'SG.fidelity'
export const mail = {
  to: 'ana@example.org',
  from: { email: 'fund@example.org', name: 'Lakeshore Community Bail Fund' },
  subject: 'Your receipt',
  text: 'Thank you.',
  html: '<html><head></head><body>Thank you.</body></html>',
} satisfies MailDataRequired

/** The same mail as it travels. */
export const raw = {
  personalizations: [{ to: [{ email: 'ana@example.org' }] }],
  from: { email: 'fund@example.org' },
  subject: 'Your receipt',
  content: [{ type: 'text/plain', value: 'Thank you.' }],
}

/** The real SDK, talking to the sandbox. */
export function sdk(url: string, apiKey = key): MailService {
  const service: MailService = new (
    sendgrid as unknown as { MailService: new () => MailService }
  ).MailService()
  service.setApiKey(apiKey)
  // setApiKey points the client at SendGrid again, so the sandbox's address comes after it.
  const { client } = service as unknown as {
    client: { setDefaultRequest(name: string, value: string): void }
  }
  client.setDefaultRequest('baseUrl', url)
  return service
}

export const post = (url: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(url, {
    method: 'POST',
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })

export const getJson = async (url: string) => (await fetch(url)).json()
export const text = async (url: string) => (await fetch(url)).text()

const servers: Server[] = []

/** Starts a sandbox on rows of an earlier one, if given: what a restart does. */
export async function startSandbox(rows: string[] = []) {
  const truth = {
    append: (row: object) => void rows.push(JSON.stringify(row)),
    replay: (fn: (row: unknown) => void) => {
      for (const row of rows) fn(JSON.parse(row))
    },
  }
  const side = createSendgrid({ truth, now: () => Date.parse('2026-03-14T09:26:53Z') })
  return listen(
    createServer(async (req, res) => {
      if (!(await side.handle(req, res))) res.writeHead(599).end()
    }),
  )
}

/** A server that keeps what it is sent, as the application would at its webhook address. */
export async function startReceiver() {
  const taken: { body: string; headers: IncomingHttpHeaders }[] = []
  const { url } = await listen(
    createServer(async (req, res) => {
      const chunks: Buffer[] = []
      for await (const chunk of req) chunks.push(chunk)
      taken.push({ body: Buffer.concat(chunks).toString(), headers: req.headers })
      res.writeHead(204).end()
    }),
  )
  return { url: `${url}/webhooks/sendgrid`, taken }
}

async function listen(server: Server) {
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})
