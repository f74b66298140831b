import { z } from 'zod'
import { lineField, moneyField } from '#app/domain/disbursements/fields.ts'

export const CallForm = z.object({
  amount: moneyField,
  payee: lineField(120),
  venue: lineField(200),
  evidenceNote: z.string().trim().max(2000, 'too_long'),
})

/** What the court can call of a bond in all. */
export const exposureForm = () => z.object({ full: moneyField })
