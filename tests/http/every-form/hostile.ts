import type { FormField } from './fields-of.ts'

type Read = { value: unknown; field: FormField; isText: boolean }
type Hostile = {
  what: string
  value: string
  /** What is wrong with having taken it, if anything. */
  isHarmless: (read: Read) => string | null
}

/** A proof, and what it is for, is compared and thrown away; no page shows it and no row keeps it. */
const proofs = new Set(['code', 'passkey', 'challengeId', 'boundTo'])

const never = (read: Read) => (isOnlyTicked(read) ? null : 'is taken')

/** Where a person writes more than a line, or where a bank's or another system's own words are sent back. */
const ofSeveralLines =
  /^(?:evidenceNote|note|papers|rows|text|columns\.\w+|texts\.\w+(?:\.(?:situation|results|actions))?|(?:summary|purpose|text)_\w\w|product_description|(?:refund|cancellation)_policy_disclosure|access_activity_log|uncategorized_text)$/

const ofOneLine = (read: Read) =>
  ofSeveralLines.test(read.field.name) || proofs.has(read.field.name) ? null : never(read)

/** What is kept of it is that it was there, or nothing. */
function isOnlyTicked({ value, field }: Read): boolean {
  const kept = at(value, field.name)
  return typeof kept === 'boolean' || kept === undefined || kept === null
}

const at = (value: unknown, name: string): unknown =>
  name
    .replaceAll(']', '')
    .split(/[.[]/)
    .reduce<unknown>((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], value)

const text = (sent: string) => (read: Read) => {
  if (isOnlyTicked(read) || proofs.has(read.field.name)) return null
  if (!read.isText && !isSo(read, sent)) return 'is taken for what it is not'
  return written(read.value).includes(written(sent.trim()).slice(1, -1))
    ? null
    : 'is kept otherwise than it was typed'
}

/** A sum of ten digits is one, a balance may be below nothing, and what has only digits and dashes may be dialled. */
function isSo({ value, field }: Read, sent: string): boolean {
  const kept = at(value, field.name)
  if (/phone/.test(field.name)) return true
  if (typeof kept === 'bigint')
    return /^\d+$/.test(sent) || (/^-\d+$/.test(sent) && /^difference/.test(field.name))
  return typeof kept !== 'number' && /^\d+$/.test(sent) && written(kept).replace(/[["\]]/g, '') === sent
}

const written = (value: unknown): string =>
  JSON.stringify(value, (_, inner) => (typeof inner === 'bigint' ? String(inner) : inner)).toLowerCase()

const hostileText = (what: string, value: string): Hostile => ({ what, value, isHarmless: text(value) })
const refused = (what: string, value: string): Hostile => ({ what, value, isHarmless: never })

export const hostile = (good: string): Hostile[] => [
  refused('a NUL', 'Robin\0Example'),
  refused('a bell', 'Robin\u0007Example'),
  refused('an escape', '\u001b[31mRobin'),
  refused('a next line', 'Robin\u0085Example'),
  refused('a right-to-left override', 'Robin\u202eelpmaxE'),
  refused('an isolate', 'Robin\u2066Example'),
  // A larger body is refused before it is read.
  refused('as much as a form may be', 'x'.repeat(256 * 1024)),
  { what: 'two lines', value: 'Robin\r\nBcc: all@evil.example', isHarmless: ofOneLine },
  { what: 'the good with a line after it', value: `${good}\nx`, isHarmless: ofOneLine },
  hostileText('half a character', 'Robin \ud800 Example'.replace('\ud800', '\ufffd')),
  hostileText('a script', '<script>alert(1)</script>'),
  hostileText('a formula', '=HYPERLINK("https://evil.example";"x")'),
  hostileText('a quote', `'; drop table donor; --`),
  hostileText('an exponent', '1e3'),
  hostileText('a negative sum', '-5'),
  hostileText('a tenth of a cent', '0.001'),
  hostileText('a number with a base', '0x10'),
  hostileText('not a number', 'NaN'),
  hostileText('infinity', 'Infinity'),
  hostileText('a number with many digits', '9'.repeat(30)),
  hostileText('ten digits', '9999999999'),
  hostileText('the day zero', '0000-00-00'),
  hostileText('a year zero', '0000-01-01'),
  hostileText('the thirtieth of February', '2026-02-30'),
  hostileText('the year 10000', '10000-01-01'),
  hostileText('the year 275760', '+275760-09-13'),
  hostileText('a moment of the thirtieth of February', '2026-02-30T10:00'),
  hostileText('a moment of the year zero', '0000-01-01T10:00'),
  hostileText('a moment of the year 275760', '+275760-09-13T10:00'),
  hostileText('hour 25', '2026-06-15T25:00'),
  hostileText('no id', 'not-a-uuid'),
  hostileText(
    'dashes for an id',
    /[0-9a-f-]{36}/.test(good) ? good.replace(/[0-9a-f-]{36}/, '-'.repeat(36)) : '-'.repeat(36),
  ),
]
