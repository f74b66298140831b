/**
 * Writes cents as US dollars in the reader's language, exactly: the figure goes to Intl as text, never
 * through a float.
 * `whole` leaves the cents out, rounding halves away from zero.
 */
export function formatCents(amount: bigint, language: string, options: { whole?: boolean } = {}): string {
  // `US$` falls apart where lines run from right to left, and some languages have no shorter sign.
  return currency(language, options.whole ?? false)
    .format(asDecimalText(amount))
    .replace('US$', '$')
}

/**
 * Dollars are read in the United States: its Spanish groups `1,000.00`, which is also what the amount field
 * accepts. Vietnamese at home writes `1.000,00 $`, which a reader here and that field would take for one dollar.
 */
const localeOf: Record<string, string> = { en: 'en-US', es: 'es-US', vi: 'en-US', zh: 'zh-Hans-US' }

/** The locale in which dollars are written for readers of a language. */
export const moneyLocale = (language: string): string => localeOf[language] ?? language

const formats = new Map<string, Intl.NumberFormat>()

function currency(language: string, whole: boolean): Intl.NumberFormat {
  const key = `${language}:${whole}`
  const known = formats.get(key)
  if (known) return known

  const digits = whole ? 0 : 2
  const made = new Intl.NumberFormat(moneyLocale(language), {
    style: 'currency',
    currency: 'USD',
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  })
  formats.set(key, made)
  return made
}

function asDecimalText(amount: bigint): Intl.StringNumericLiteral {
  const magnitude = (amount < 0n ? -amount : amount).toString().padStart(3, '0')
  const text = `${amount < 0n ? '-' : ''}${magnitude.slice(0, -2)}.${magnitude.slice(-2)}`
  return text as Intl.StringNumericLiteral
}

/** Cents as someone would type them into a field of dollars: `1250.50`. Not below zero. */
export const typedDollars = (amount: bigint): string =>
  `${amount / 100n}.${String(amount % 100n).padStart(2, '0')}`
