import { formatCents } from '#app/domain/money/format.ts'
import { formatDate } from '#app/words/dates.ts'
import { direction, type Language, locale } from '#app/words/languages.ts'
import { wordsFor } from '#app/words/words.ts'

export type Translate = (key: string, values?: Record<string, string | number>) => string

/** How one reader is written to: their language, its direction, and money, dates and codes as that language shows them. */
export type Reader = {
  language: Language
  direction: 'ltr' | 'rtl'
  t: Translate
  /** The official language: legal text stands in it too, beside its translation. */
  english: Translate
  /** Cents as text, such as `5000`, to dollars and cents. */
  money(cents: string): string
  /** Whole dollars; a rest below one dollar reads "less than $1", so that no small share can be measured. */
  wholeMoney(cents: string): string
  /** The day of an ISO instant in that time zone; a plain date (`2026-09-30`) stays itself. */
  day(iso: string, timeZone: string): string
  moment(iso: string, timeZone: string): string
  /** Keeps a name or a code in its own direction inside a sentence of the other one. */
  apart(text: string): string
}

export function readerOf(language: Language): Reader {
  const t = translator(language)
  const apart = (text: string) => (direction(language) === 'rtl' ? `\u2068${text}\u2069` : text)
  // Intl's own mark for the direction would turn "US$" into "$US" once the figure stands apart.
  const written = (cents: bigint, options?: { whole?: boolean }) =>
    formatCents(cents, language, options).replaceAll('\u200f', '')
  return {
    language,
    direction: direction(language),
    t,
    english: translator('en'),
    money: (cents) => apart(written(BigInt(cents))),
    wholeMoney(cents) {
      const amount = BigInt(cents)
      if (amount <= 0n || amount >= 100n) return apart(written(amount, { whole: true }))
      return t('mail:share.less_than', { amount: apart(written(100n, { whole: true })) })
    },
    day: (iso, timeZone) => formatDate(new Date(iso), language, isPlainDate(iso) ? 'UTC' : timeZone),
    moment: (iso, timeZone) =>
      new Intl.DateTimeFormat(locale(language), { ...momentParts, timeZone }).format(new Date(iso)),
    apart,
  }
}

function translator(language: Language): Translate {
  const words = wordsFor(language)
  return (key, values) => words.t(key, values)
}

const momentParts = {
  year: 'numeric',
  month: 'long',
  day: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
  timeZoneName: 'short',
} as const

const isPlainDate = (iso: string) => /^\d{4}-\d\d-\d\d$/.test(iso)
