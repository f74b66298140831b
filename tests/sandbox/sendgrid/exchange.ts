import type { IncomingMessage, ServerResponse } from 'node:http'
import { isThing } from './shapes.ts'

/** One request and its answer; every handler of this side is given one. */
export type Exchange = { req: IncomingMessage; res: ServerResponse; url: URL }

/** The whole body, or null when it is larger than `limit` bytes. */
export async function readBytes({ req }: Exchange, limit: number): Promise<Buffer | null> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of req) {
    size += chunk.length
    if (size <= limit) chunks.push(chunk)
  }
  return size > limit ? null : Buffer.concat(chunks)
}

/** The fields of a control call, sent as JSON by a program or as a form by the inbox page. Null: not readable. */
export async function readFields(exchange: Exchange): Promise<Record<string, unknown> | null> {
  const text = (await readBytes(exchange, 1_000_000))?.toString('utf8') ?? ''
  if (cameFromForm(exchange)) return Object.fromEntries(new URLSearchParams(text))
  const value = parseJson(text || '{}')
  return isThing(value) ? value : null
}

export const cameFromForm = ({ req }: Exchange) =>
  (req.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded')

/** The parsed value, or undefined where the text is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

export function answer(
  { res }: Exchange,
  status: number,
  type: string,
  body: string,
  headers: Record<string, string> = {},
): true {
  res.writeHead(status, {
    'Content-Type': `${type}; charset=utf-8`,
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    ...headers,
  })
  res.end(body)
  return true
}

export const answerJson = (exchange: Exchange, status: number, value: unknown) =>
  answer(exchange, status, 'application/json', JSON.stringify(value))

export function redirect({ res }: Exchange, to: string): true {
  res.writeHead(303, { Location: to })
  res.end()
  return true
}

/** The account of a call: its Bearer key, else `?key=`, else the account that the demonstration uses. */
export function keyOf({ req, url }: Exchange, fallback: string): string {
  return bearerKey(req) ?? (url.searchParams.get('key') || fallback)
}

export function bearerKey(req: IncomingMessage): string | undefined {
  const [scheme, key] = (req.headers.authorization ?? '').split(' ')
  return scheme === 'Bearer' ? key : undefined
}
