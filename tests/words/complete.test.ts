import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { IntlMessageFormat } from 'intl-messageformat'
import { describe, expect, test } from 'vitest'
import { actions } from '#app/domain/staff/access.ts'
import { catalogs } from '#app/words/catalogs.ts'
import { complete } from '#app/words/complete.ts'
import { type Language, languages, locale } from '#app/words/languages.ts'

const root = join(import.meta.dirname, '../..')
const words = join(root, 'app/words')

describe.each(languages)('the catalogs in %s', (language) => {
  test('are all read, and none is read that is not there', () => {
    const files = readdirSync(join(words, language)).map((file) => file.replace('.json', ''))
    expect(Object.keys(catalogs[language]).sort()).toEqual(files.sort())
  })

  test.each(complete[language])('%s has every key and no other', (namespace) => {
    expect(keysOf(language, namespace)).toEqual(keysOf('en', namespace))
  })

  test.each(Object.keys(catalogs[language]))('%s parses, and asks for what English asks for', (namespace) => {
    const wrong = Object.entries(catalogs[language][namespace] ?? {}).flatMap(([key, message]) => {
      const english = catalogs.en[namespace]?.[key]
      if (english === undefined) return [`${key}: English has no such key`]
      return asks(message, language) === asks(english, 'en') ? [] : [`${key}: ${asks(message, language)}`]
    })
    expect(wrong).toEqual([])
  })

  test.each(Object.keys(catalogs[language]))(
    '%s has no empty words, no shouting, no double spaces',
    (namespace) => {
      const wrong = Object.entries(catalogs[language][namespace] ?? {}).filter(
        ([, message]) => message.trim() === '' || /[!¡]| {2}/.test(message),
      )
      expect(wrong).toEqual([])
    },
  )
})

test.each(languages)('what is counted in %s has the form of every number', (language) => {
  const wrong = Object.entries(catalogs[language]).flatMap(([namespace, words]) =>
    Object.entries(words).flatMap(([key, message]) =>
      formless(new IntlMessageFormat(message, locale(language)).getAst() as Counted[], language).map(
        (form) => `${namespace}:${key} has no “${form}”`,
      ),
    ),
  )
  expect(wrong).toEqual([])
})

type Counted = {
  type: number
  pluralType?: 'cardinal' | 'ordinal'
  options?: Record<string, { value: Counted[] }>
  children?: Counted[]
}

/** Which forms a language has that a message does not say. Zero may be said as any number; millions are never counted. */
function formless(parts: Counted[], language: Language): string[] {
  const exactly: Record<string, string> = { one: '=1', two: '=2' }
  return parts.flatMap(({ type, pluralType = 'cardinal', options = {}, children = [] }) => {
    const has = (form: string) => form in options || (exactly[form] ?? '') in options
    const { pluralCategories } = new Intl.PluralRules(language, { type: pluralType }).resolvedOptions()
    const needed = pluralCategories.filter(
      (form) => form !== 'zero' && !(form === 'many' && language === 'es'),
    )
    return [
      ...(type === 6 ? needed.filter((form) => !has(form)) : []),
      ...formless([...Object.values(options).flatMap(({ value }) => value), ...children], language),
    ]
  })
}

test('every key that the code names is in the English catalogs', () => {
  const missing = sources().flatMap(({ file, text }) =>
    namedKeys(text).flatMap((key) => (exists(key) || isAction(key) ? [] : [`${file}: ${key}`])),
  )
  expect(missing).toEqual([])
})

test('every refusal that the code can give has its words', () => {
  const missing = sources().flatMap(({ file, text }) =>
    [...text.matchAll(/(?:new Refusal\(|\bwhen\([^;]*?,|tooEarly:)\s*'(\w+)'/g)].flatMap(([, code = '']) =>
      exists(`errors:${code}`) ? [] : [`${file}: errors:${code}`],
    ),
  )
  expect(missing).toEqual([])
})

const keysOf = (language: Language, namespace: string) =>
  Object.keys(catalogs[language][namespace] ?? {}).sort()

/**
 * What a message must be given, by name. `count` is always given where one is counted, and a language may need it
 * where English does not inflect. Throws where the message is not ICU.
 */
function asks(message: string, language: Language): string {
  const found = new Set<string>()
  const walk = (elements: Element[]) => {
    for (const element of elements) {
      if (element.type === literal || !('value' in element)) continue
      if (element.value !== 'count') found.add(element.value)
      if ('options' in element) for (const option of Object.values(element.options)) walk(option.value)
    }
  }
  walk(new IntlMessageFormat(message, locale(language), undefined, { ignoreTag: true }).getAst())
  return [...found].sort().join(' ')
}

type Element = ReturnType<IntlMessageFormat['getAst']>[number]

/** The parser's number for plain text; everything else with a value names a placeholder. */
const literal = 0

/** `t('give:title')` and its like; of a key that is put together (`give:state.${state}`) the fixed beginning. */
const namespaces = Object.keys(catalogs.en).join('|')
const quoted = new RegExp(`['"\`]((?:${namespaces}):[\\w.]+)['"\`]`, 'g')
const begun = new RegExp(`\`((?:${namespaces}):[\\w.]*)\\$\\{`, 'g')

const namedKeys = (text: string): string[] => [
  ...[...text.matchAll(quoted)].map(([, key = '']) => key),
  ...[...text.matchAll(begun)].map(([, key = '']) => `${key}*`),
]

/** `vault:read` and its like are rights, written as words of the catalog `vault` would be. */
const isAction = (key: string): boolean => actions.some((action) => action === key)

function exists(named: string): boolean {
  const [namespace = '', key = ''] = named.split(':')
  const keys = Object.keys(catalogs.en[namespace] ?? {})
  return key.endsWith('*') ? keys.some((each) => each.startsWith(key.slice(0, -1))) : keys.includes(key)
}

const sources = () =>
  ['app', 'emails'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file))
      .map((file) => ({ file: join(folder, file), text: readFileSync(join(root, folder, file), 'utf8') })),
  )
