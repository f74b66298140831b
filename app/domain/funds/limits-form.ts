import { z } from 'zod'
import { countField, moneyField, optionalMoneyField } from '#app/domain/disbursements/fields.ts'
import { proofFields } from '#app/domain/staff/step-up/proof.ts'
import type { Limits, Step } from './limits.ts'

const row = z.strictObject({ from: z.string().max(24), approvals: z.string().max(2) })

/** `steps[0].from`, `steps[0].approvals`…: a row without approvals is no step; the first begins at zero. */
const steps = z
  .array(row)
  .min(1)
  .max(4)
  .transform((rows, context): Step[] =>
    rows.flatMap(({ from, approvals }, index): Step[] => {
      if (approvals === '') return []
      const count = Number(approvals)
      const sum = moneyField.safeParse(index === 0 ? '0' : from)
      if (![1, 2, 3].includes(count)) {
        context.addIssue({ code: 'custom', message: 'malformed', path: [index, 'approvals'] })
      } else if (!sum.success) {
        const [issue] = sum.error.issues
        context.addIssue({ code: 'custom', message: issue?.message ?? 'malformed', path: [index, 'from'] })
      } else return [{ fromCents: sum.data, approvals: count }]
      return []
    }),
  )
  .refine((read) => read.length > 0, 'required')

const cap = optionalMoneyField.transform((cents) => (cents === 0n ? null : (cents as bigint)))

export const ProposeLimitsForm = z.object({
  act: z.literal('propose'),
  steps,
  cap,
  dailyCap: cap,
  expiryHours: countField.pipe(
    z
      .number()
      .min(1, 'expiry_is_between_an_hour_and_sixty_days')
      .max(1440, 'expiry_is_between_an_hour_and_sixty_days'),
  ),
  ...proofFields,
})

export const DecideLimitsForm = z.object({
  act: z.enum(['confirm', 'withdraw']),
  limitsId: z.uuid(),
  ...proofFields,
})

export const limitsEntered = (entered: z.output<typeof ProposeLimitsForm>): Limits => ({
  steps: entered.steps,
  capCents: entered.cap,
  dailyCapCents: entered.dailyCap,
  expiryHours: entered.expiryHours,
})
