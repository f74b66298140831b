import { z } from 'zod'
import { ownLineField } from '#app/domain/disbursements/fields.ts'
import { parseDollars } from '#app/domain/money/money-field.ts'

/** Field: `q`, one box for everything that someone who calls can tell. */
export const GiftSearchForm = z.object({ q: ownLineField.min(1, 'required').max(254, 'malformed') })

/** What a typed text may mean. Digits alone can be a receipt's number, the end of a card or an amount: all are looked for. */
export type GiftSearch = {
  email: string | null
  chargeId: string | null
  day: string | null
  receiptNumber: bigint | null
  last4: string | null
  amountCents: bigint | null
}

export function readGiftSearch(typed: string): GiftSearch {
  const none: GiftSearch = {
    ...{ email: null, chargeId: null, day: null },
    ...{ receiptNumber: null, last4: null, amountCents: null },
  }
  const text = typed.trim()
  if (text.includes('@')) return { ...none, email: text.toLowerCase() }
  if (/^(?:ch|py|pi|re|pyr|du|dp)_\w{1,120}$/.test(text)) return { ...none, chargeId: text }
  if (isDay(text)) return { ...none, day: text }
  const dollars = parseDollars(text)
  return {
    ...none,
    amountCents: dollars.ok ? dollars.cents : null,
    receiptNumber: /^\d{1,12}$/.test(text) ? BigInt(text) : null,
    last4: /^\d{4}$/.test(text) ? text : null,
  }
}

/** A day that the calendar has: the 31st of February is none. */
function isDay(text: string): boolean {
  if (!/^[12]\d{3}-\d{2}-\d{2}$/.test(text)) return false
  const day = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)
}
