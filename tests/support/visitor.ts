import { randomUUID } from 'node:crypto'
import { newFormToken } from '#app/domain/donations/form-token.ts'

type Fields = Record<string, string>

/** A minute before the tests: long enough for anyone to have filled in a form. */
const sentOut = new Date(Date.now() - 60_000)

/** Someone with a browser that runs no script: pages and forms over HTTP, redirects left to look at. */
export const visitorTo = (url: string) => ({
  get: (path: string, headers: Fields = {}): Promise<Response> =>
    fetch(url + path, { redirect: 'manual', headers }),
  post: (path: string, fields: Fields | [string, string][], headers: Fields = {}): Promise<Response> =>
    fetch(url + path, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams(fields),
      headers: { origin: url, 'sec-fetch-site': 'same-origin', ...headers },
    }),
})

/** A form that was sent out and filled in; by its id alone it is the same form again. */
export const gift = ({ token = randomUUID(), ...fields }: Fields = {}): Fields => ({
  amount: '50',
  frequency: 'once',
  name: 'Robin Example',
  email: 'robin@donor.example',
  token: token.includes('.') ? token : newFormToken(token, sentOut),
  ...fields,
})

/** The value that a form's field came back with; null where the field is not there. */
export function entryOf(html: string, name: string): string | null {
  const field = html.match(new RegExp(`<input[^>]*name="${name}"[^>]*>`))?.[0]
  if (!field) return null
  return readText(/ value="([^"]*)"/.exec(field)?.[1] ?? '')
}

/** What is said beside a field, by the id that its description points to. */
export const errorBeside = (html: string, name: string): string | null =>
  readOrNull(new RegExp(`id="${name}-error"[^>]*>(?:<[^>]*>)*([^<]+)`).exec(html)?.[1])

const readOrNull = (text: string | undefined): string | null => (text === undefined ? null : readText(text))

const readText = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#x27;', "'")
    .replaceAll('&amp;', '&')
