import type { IncomingMessage, ServerResponse } from 'node:http'

const largest = 1_000_000

export async function readBody(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of req) {
    size += chunk.length
    if (size <= largest) chunks.push(chunk)
  }
  return size > largest ? '' : Buffer.concat(chunks).toString('utf8')
}

/** The key of `Authorization: Bearer KEY`, or of Basic with the key as the user's name. */
export function keyOf(req: IncomingMessage): string | undefined {
  const [scheme, value = ''] = (req.headers.authorization ?? '').split(' ')
  if (scheme === 'Bearer') return value
  if (scheme === 'Basic') return Buffer.from(value, 'base64').toString('utf8').split(':')[0]
  return undefined
}

export function sendJson(
  res: ServerResponse,
  status: number,
  body: object,
  headers: Record<string, string> = {},
) {
  res.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store', ...headers })
  res.end(JSON.stringify(body))
}

export function sendPage(res: ServerResponse, status: number, page: string) {
  res.writeHead(status, {
    'Content-Type': 'text/html; charset=utf-8',
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  })
  res.end(page)
}

export function redirect(res: ServerResponse, to: string) {
  res.writeHead(303, { Location: to })
  res.end()
}
