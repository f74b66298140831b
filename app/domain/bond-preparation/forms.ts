import { z } from 'zod'
import { factForm } from '#app/domain/bonds/forms.ts'
import { optionalMoneyField } from '#app/domain/disbursements/fields.ts'
import { preparationSteps } from './preparation.ts'

/** The step, how we know and when it happened. An amount is typed where it changed; nothing typed is none. */
export const preparationForm = (timezone: string) =>
  factForm(timezone).extend({
    to: z.enum(preparationSteps, 'required'),
    amount: optionalMoneyField.transform((amount) => (amount === 0n ? null : amount)),
  })
