import { IntlMessageFormat } from 'intl-messageformat'
import { describe, expect, test } from 'vitest'
import { catalogs } from '#app/words/catalogs.ts'
import { type Language, locale } from '#app/words/languages.ts'

/** The pairs that are declared complete: donors are written to in every language, staff in theirs. */
const complete: [Language, string][] = [
  ['en', 'mail'],
  ['es', 'mail'],
  ['ar', 'mail'],
  ['vi', 'mail'],
  ['zh', 'mail'],
  ['en', 'staff-mail'],
  ['es', 'staff-mail'],
]

describe.each(complete)('%s %s', (language, namespace) => {
  const english = catalogs.en[namespace] ?? {}
  const words = catalogs[language][namespace] ?? {}

  test('has the keys that English has', () => {
    expect(Object.keys(words).sort()).toEqual(Object.keys(english).sort())
  })

  test.each(Object.entries(words))('%s is a message, with the facts of the English one', (key, message) => {
    const facts = factsOf(message, locale(language))
    expect(facts).toEqual(expect.arrayContaining(factsOf(english[key] ?? '', 'en')))
    expect(message.trim()).toBe(message)
    expect(message).not.toMatch(/[!¡]/)
  })
})

type Element = { type: number; value?: unknown; options?: Record<string, { value: Element[] }> }

/** The names of what a message is given, however deep they stand. Type 0 is text and 7 the number sign of a plural. */
function factsOf(message: string, place: string): string[] {
  const walk = (elements: Element[]): string[] =>
    elements.flatMap(({ type, value, options }) => [
      ...(type === 0 || type === 7 ? [] : [String(value)]),
      ...Object.values(options ?? {}).flatMap((option) => walk(option.value)),
    ])
  return [...new Set(walk(new IntlMessageFormat(message, place).getAst() as Element[]))].sort()
}
