import { z } from 'zod'
import { momentField } from '#app/domain/disbursements/fields.ts'
import { phoneField } from '#app/domain/requests/help-form.ts'

const EndForm = z.object({ intent: z.literal('end'), turnId: z.uuid() })

/** The forms of the list of who is on call, told apart by `intent`. A turn without a beginning begins now. */
export const onCallForm = (timezone: string) =>
  z.discriminatedUnion('intent', [
    z
      .object({
        intent: z.literal('take'),
        fundId: z.uuid('required'),
        startsAt: momentField(timezone),
        endsAt: momentField(timezone).refine((moment) => moment !== undefined, 'required'),
        phone: phoneField,
      })
      .strict(),
    EndForm.strict(),
  ])
