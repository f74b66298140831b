import { z } from 'zod'
import { neededDayField } from '#app/domain/disbursements/fields.ts'
import { proofFields } from '#app/domain/staff/step-up/proof.ts'
import { journalFormats } from './journal-text.ts'

export const JournalForm = z.object({
  format: z.enum(journalFormats),
  fromDay: neededDayField,
  throughDay: neededDayField,
  ...proofFields,
})
