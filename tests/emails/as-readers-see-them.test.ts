import { expect, test } from 'vitest'
import { type Language, languages } from '#app/words/languages.ts'
import { type MessageName, messages, staffMessages } from '#emails/messages.ts'
import { latinApart } from '#emails/parts/latin-apart.ts'
import { colors } from '#emails/parts/look.ts'
import { readerOf } from '#emails/parts/reader.ts'
import { renderMessage } from '#emails/render.tsx'

const names = (Object.keys(messages) as MessageName[]).filter((name) => !staffMessages.has(name))
const each = names.flatMap((name) => languages.map((language) => [name, language] as const))
const rendered = new Map<string, ReturnType<typeof renderMessage>>()
function written(name: MessageName, language: Language) {
  const known = rendered.get(`${name} ${language}`)
  const mail = known ?? renderMessage(name, messages[name].example as never, language)
  rendered.set(`${name} ${language}`, mail)
  return mail
}

test.each(each)('%s in %s: its text part says what its sheet says', async (name, language) => {
  const { html, text } = await written(name, language)
  expect(dense(text.replace(/^https:.*$/gm, ''))).toBe(dense(seen(html)))
})

test.each(each)(
  '%s in %s: every link has words, and every colour turns in the dark',
  async (name, language) => {
    const { html } = await written(name, language)
    const sheet = bodyOf(html)
    for (const [, attributes = '', words = ''] of sheet.matchAll(/<a\b([^>]*)>([\s\S]*?)<\/a>/g)) {
      expect(words.replace(/<[^>]*>/g, '').trim()).toMatch(/\p{L}{3}|\p{Script=Han}{2}/u)
      expect(attributes).toMatch(/[";]color:#/)
    }
    for (const [tag] of sheet.matchAll(/<[a-z][^>]*style="[^>]*>/g)) {
      const classes = (/class="([^"]*)"/.exec(tag)?.[1] ?? '').split(' ')
      const [, color] = /[";]color:(#\w{6})/.exec(tag) ?? []
      const [, ground] = /background-color:(#\w{6})/.exec(tag) ?? []
      if (color) expect(classes, tag).toContain(classes.includes('press') ? 'press' : nameOf(color))
      if (ground)
        expect(
          classes.some((one) => grounds.includes(one)),
          tag,
        ).toBe(true)
    }
  },
)

test.each(names)('%s: nothing stays untranslated, and its sender says where they are', async (name) => {
  const { example } = messages[name]
  const english = new Set(linesOf((await written(name, 'en')).text))
  const facts = JSON.stringify(example)
  for (const language of languages) {
    const { subject, text } = await written(name, language)
    for (const line of 'organization' in example ? example.organization.address : [])
      expect(text).toContain(line)
    if (language === 'en') continue
    const kept = linesOf(text).filter((line) => english.has(line) && !isFact(line, facts))
    expect(kept.filter((line) => !/501\(c\)\(3\)/.test(line))).toEqual([])
    expect(english).not.toContain(plain(subject))
  }
})

test.each(names)('%s: its subject names nobody who gives and no address', async (name) => {
  const { example } = messages[name]
  for (const language of languages) {
    const { subject } = await written(name, language)
    expect(subject).not.toContain('@')
    if ('donorName' in example) expect(subject).not.toContain(example.donorName)
  }
})

test('in Arabic, figures and codes that hold signs keep their order', async () => {
  for (const name of names) {
    const { subject, text } = await written(name, 'ar')
    for (const line of `${subject}\n${text}`.split('\n').filter((one) => /\p{Script=Arabic}/u.test(one)))
      expect(line.replace(/[\u2066-\u2068][^\u2069]*\u2069/g, '')).not.toMatch(
        /[\dA-Za-z][-(@$./]+[\dA-Za-z]|\$/,
      )
  }
  const notice = 'اكتب إلى 100 Example Street, Springfield أو اتصل على (555) 555-0100.'
  expect(latinApart(notice, readerOf('ar'))).toBe(
    'اكتب إلى \u2068100 Example Street, Springfield\u2069 أو اتصل على \u2068(555) 555-0100\u2069.',
  )
  expect(latinApart(notice, readerOf('en'))).toBe(notice)
})

test('what a donor wrote in lines stays in lines, in the text part too', async () => {
  expect((await written('tribute-notice', 'en')).text).toContain('Happy birthday.\nFrom all of us.')
})

const grounds = ['paper', 'press', 'share-out', 'share-bank', 'share-lost']
const nameOf = (color: string) =>
  Object.entries(colors).find(([, value]) => value.toLowerCase() === color.toLowerCase())?.[0]

const bodyOf = (html: string) => html.replace(/^[\s\S]*?<body/, '<body')

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#x27': "'", nbsp: ' ' }
/** From its title on: the letterhead says who writes, as the end does again. */
const seen = (html: string) =>
  html
    .replace(/^[\s\S]*?<h1/, '<h1')
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&(#?\w+);/g, (whole, name: string) => entities[name] ?? whole)

/** Without what only parts words: white space, marks of direction, and the colons and dashes of the text part. */
const dense = (text: string) => text.replace(/[\s\p{Bidi_Control}\p{Cf}:：-]/gu, '')
const plain = (text: string) => text.replace(/\p{Bidi_Control}/gu, '').trim()
const linesOf = (text: string) =>
  text
    .split('\n')
    .map(plain)
    .filter((line) => line !== '' && line !== '---')
/** What its props hold, and codes, as they are in every language. */
const isFact = (line: string, facts: string) =>
  facts.includes(JSON.stringify(line).slice(1, -1)) || /^https:|^EIN /.test(line)
