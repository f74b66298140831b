import { expect, test } from 'vitest'
import { z } from 'zod'
import { parseForm } from '#app/http/parse-form.ts'

const Schema = z.object({
  name: z.string().min(1, 'name_empty'),
  note: z.string().min(1),
  payees: z.array(z.string().min(1)).max(3).optional(),
  lines: z.array(z.strictObject({ kind: z.enum(['principal', 'fees']), amount: z.string() })).optional(),
  code: z.string().optional(),
})

test('fields, lists and rows are read', () => {
  const form = parseForm(
    sent([
      ['name', 'Sam'],
      ['note', 'x'],
      ['payees', 'County'],
      ['payees', 'Court'],
      ['lines[0].kind', 'principal'],
      ['lines[0].amount', '25'],
      ['lines[1].kind', 'fees'],
      ['lines[1].amount', '1'],
    ]),
    Schema,
  )
  expect(form).toMatchObject({
    ok: true,
    value: {
      name: 'Sam',
      payees: ['County', 'Court'],
      lines: [
        { kind: 'principal', amount: '25' },
        { kind: 'fees', amount: '1' },
      ],
    },
  })
})

test('what is wrong is said by field, what was typed is kept, and a proof is not shown again', () => {
  const form = parseForm(
    sent([
      ['name', ''],
      ['note', ''],
      ['lines[0].kind', 'gift'],
      ['lines[0].amount', '25'],
      ['code', '123456'],
    ]),
    Schema,
  )
  expect(form).toEqual({
    ok: false,
    values: { name: '', note: '', 'lines[0].kind': 'gift', 'lines[0].amount': '25' },
    errors: { name: 'name_empty', note: 'required', 'lines[0].kind': 'malformed' },
  })
})

test('a text that no database keeps is refused where it stands', () => {
  const form = parseForm(
    sent([
      ['name', 'Sam\0'],
      ['note', 'x'],
      ['payees', 'County'],
      ['payees', '\0'],
    ]),
    Schema,
  )
  expect(form).toMatchObject({ ok: false, errors: { name: 'malformed', payees: 'malformed' } })
})

test.each([
  ['a bell', '\u0007'],
  ['a next line', '\u0085'],
  ['a line separator', '\u2028'],
  ['a right-to-left override', '\u202e'],
  ['an isolate', '\u2066'],
])('%s, which nobody sees, is refused where it stands', (_, sign) => {
  const form = parseForm(
    sent([
      ['name', `Sam${sign}`],
      ['note', 'x'],
    ]),
    Schema,
  )
  expect(form).toMatchObject({ ok: false, errors: { name: 'malformed' } })
})

test.each([
  ['phone', '\u202a+1 (312) 555-0100\u202c'],
  ['attorney_phone', '\u2066+1 312 555 0100\u2069'],
  ['phone', '\u200e+٠١٢\u061c٣٤٥٦٧٨٩\u200f'],
  ['place.phone', '\u202b+1 312 555 0100\u202c'],
])('a number in %s that was copied with its marks of direction is read without them', (name, typed) => {
  const field = name.startsWith('place.')
    ? { place: z.object({ phone: z.string() }) }
    : { [name]: z.string() }
  const form = parseForm(sent([[name, typed]]), z.object(field))
  const read = typed.replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
  expect(form.ok && JSON.stringify(form.value)).toContain(read)
  expect(form.values[name]).toBe(read)
  const word = parseForm(sent([[name, `Robin${typed}`]]), z.object(field))
  if (/[\u202a-\u2069]/.test(typed))
    expect(word).toMatchObject({ ok: false, errors: { [name]: 'malformed' } })
})

test('so is one to search by, and no other value', () => {
  const Search = z.object({ kind: z.string(), plain: z.string() })
  const read = (kind: string) =>
    parseForm(
      sent([
        ['kind', kind],
        ['plain', '\u202a312 555 0100\u202c'],
      ]),
      Search,
    )
  expect(read('phone')).toMatchObject({ ok: true, value: { plain: '312 555 0100' } })
  expect(read('docket')).toMatchObject({ ok: false, errors: { plain: 'malformed' } })
})

test('tabs, new lines and what joins letters stay as they were written', () => {
  const note = 'one\r\ntwo\tthree \u200dمی\u200cخواهم'
  expect(
    parseForm(
      sent([
        ['name', 'Sam'],
        ['note', note],
      ]),
      Schema,
    ),
  ).toMatchObject({ ok: true, value: { note } })
})

test('a field that nobody asked for is refused, on the top and in a row', () => {
  const form = parseForm(
    sent([
      ['name', 'Sam'],
      ['note', 'x'],
      ['role', 'administrator'],
      ['lines[0].kind', 'fees'],
      ['lines[0].amount', '1'],
      ['lines[0].approved', 'yes'],
    ]),
    Schema,
  )
  expect(form).toMatchObject({
    ok: false,
    errors: { role: 'unknown_field', 'lines[0].approved': 'unknown_field' },
  })
})

test.each([
  '__proto__',
  '__proto__.polluted',
  'constructor',
  'constructor.prototype.polluted',
  'lines[9999].kind',
  'lines[-1].kind',
  'name[0]',
  '',
  'lines[0]x',
])('a hostile name %s is refused and changes nothing', (name) => {
  const form = parseForm(
    sent([
      ['name', 'Sam'],
      ['note', 'x'],
      [name, 'x'],
    ]),
    Schema,
  )
  expect(form.ok).toBe(false)
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
})

function sent(entries: [string, string][]): FormData {
  const form = new FormData()
  for (const [name, value] of entries) form.append(name, value)
  return form
}
