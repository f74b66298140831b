import { expect, test } from 'vitest'
import { browserWords } from '#app/words/browser-words.ts'
import { formatDate, formatDue } from '#app/words/dates.ts'
import { direction, isLanguage, languages } from '#app/words/languages.ts'
import { makeWords } from '#app/words/make-words.ts'
import { refusalWords } from '#app/words/refusal-words.ts'
import { wordsFor } from '#app/words/words.ts'

test('words are there at once, in each language', () => {
  const said = (['en', 'es', 'ar'] as const).map((language) =>
    wordsFor(language).t('public:figure.gifts', { count: 3 }),
  )
  expect(said).toEqual(['3 gifts', '3 donaciones', '3 تبرعات'])
})

test('a catalog that a language has not got speaks English', () => {
  expect(wordsFor('ar').t('admin:nav.bonds')).toBe('Bonds')
})

test('a missing key speaks up instead of showing itself', () => {
  expect(() => wordsFor('en').t('public:no.such.key')).toThrow('no words for no.such.key in en')
})

test('a missing placeholder speaks up instead of showing itself', () => {
  expect(() => wordsFor('en').t('public:fund.live.next')).toThrow('fund.live.next')
})

test('a Spanish sentence that ends with an hour has one stop', () => {
  const until = wordsFor('es').t('defence:state.until', {
    time: formatDate(new Date('2026-11-20T23:00:00Z'), 'es', 'UTC', 'minute'),
  })
  expect(until).toMatch(/[^.\s]\.\s?m\.$/u)
})

test('what is due at the midnight that ends a day is due by that day, wherever the organization is', () => {
  const due = (timezone: string) =>
    formatDue(new Date('2026-11-20T06:00:00Z'), 'en', timezone, { day: 'day', minute: 'minute' })
  expect(due('America/Chicago')).toBe('November 19, 2026')
  expect(due('UTC')).toBe('November 20, 2026 at 6:00 AM')
})

test('the browser speaks from a few catalogs as the server does from all', () => {
  const few = makeWords('es', { es: { give: { 'submit.once': 'Donar una vez' } } })
  expect(few.t('give:submit.once')).toBe('Donar una vez')
})

test('the browser fetches each catalog once, English where its language has none, and anew what failed', async () => {
  const asked: string[] = []
  let isCut = true
  const { words, bring } = browserWords('ar', {
    'ar/give': async () => {
      asked.push('ar/give')
      return { 'submit.once': 'تبرّع مرة واحدة' }
    },
    'en/cash': async () => {
      asked.push('en/cash')
      if (isCut) throw new Error('cut')
      return { title: 'Cash' }
    },
  })
  await expect(bring(['give', 'cash'])).rejects.toThrow('cut')
  isCut = false
  await Promise.all([bring(['cash']), bring(['cash', 'give'])])
  expect(asked).toEqual(['ar/give', 'en/cash', 'en/cash'])
  expect(bring(['give', 'cash'])).toBe(null)
  expect([words.t('give:submit.once'), words.t('cash:title')]).toEqual(['تبرّع مرة واحدة', 'Cash'])
  await expect(bring(['none'])).rejects.toThrow('no catalog none')
})

test('a refusal is said in words, its cents as dollars', () => {
  const refusal = { code: 'amount_too_small', params: { minimum: 500n } }
  expect(refusalWords(wordsFor('en'), refusal)).toBe('The smallest gift to this fund is $5.00.')
  expect(refusalWords(wordsFor('es'), refusal)).toBe('La donación más pequeña a este fondo es de $5.00.')
})

test('a rule that the database alone upheld is said without figures', () => {
  const code = 'fund_never_overcommitted'
  expect(refusalWords(wordsFor('en'), { code })).toBe('This is more than the fund has free to commit.')
  expect(refusalWords(wordsFor('en'), { code, params: { free: 100n, needed: 250n } })).toBe(
    'The fund has $1.00 free to commit, and this needs $2.50.',
  )
})

test('a refusal without words of its own is still said', () => {
  expect(refusalWords(wordsFor('en'), { code: 'nobody_wrote_this' })).toBe(
    'This could not be done. Nothing was changed.',
  )
})

test('a date is the day in the organization’s time zone', () => {
  const late = new Date('2026-11-15T03:00:00Z')
  expect(formatDate(late, 'en', 'America/Chicago')).toBe('November 14, 2026')
  expect(formatDate(late, 'es', 'America/Chicago')).toBe('14 de noviembre de 2026')
})

test('languages are known by their code, and Arabic runs from the right', () => {
  expect(['en', 'es', 'ar', 'fr', '', null].map(isLanguage)).toEqual([true, true, true, false, false, false])
  expect(languages.filter((language) => direction(language) === 'rtl')).toEqual(['ar'])
})
