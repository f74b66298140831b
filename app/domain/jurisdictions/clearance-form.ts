import { z } from 'zod'
import { lineField } from '#app/domain/disbursements/fields.ts'
import { dayField } from './rule-forms.ts'

/** What counsel said of a rule (`clear`), or the second person's yes to it (`confirm`). */
export const ClearanceForm = z.discriminatedUnion('act', [
  z.strictObject({
    act: z.literal('clear'),
    ruleId: z.uuid(),
    counsel: lineField(120),
    clearedOn: dayField,
  }),
  z.strictObject({ act: z.literal('confirm'), clearanceId: z.uuid() }),
])
