import { Temporal } from 'temporal-polyfill'
import type { dayOrders } from './csv-layout.ts'

/** A day as a bank writes it, with or without an hour behind it; null where it is none. Two digits are a year of this century. */
export function readDay(written: string, order: (typeof dayOrders)[number]): string | null {
  const parts = partsOf(written.trim(), order)
  if (!parts) return null
  const [a, b, c] = parts
  const [year, month, day] = order === 'ymd' ? [a, b, c] : order === 'mdy' ? [c, a, b] : [c, b, a]
  if (year.length !== 2 && year.length !== 4) return null
  try {
    const fields = { year: Number(year.padStart(4, '20')), month: Number(month), day: Number(day) }
    return Temporal.PlainDate.from(fields, { overflow: 'reject' }).toString()
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

function partsOf(written: string, order: (typeof dayOrders)[number]): [string, string, string] | null {
  const whole = order === 'ymd' ? /^(\d{4})(\d{2})(\d{2})(?:\d{6}|\d{4})?(?:\D.*)?$/.exec(written) : null
  const apart = /^(\d{1,4})[-/. ](\d{1,2})[-/. ](\d{1,4})(?:[ T].*)?$/.exec(written)
  const [, a, b, c] = whole ?? apart ?? []
  return a && b && c ? [a, b, c] : null
}
