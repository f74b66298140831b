import { z } from 'zod'
import { proofFields } from '#app/domain/staff/step-up/proof.ts'

export const resendReasons = ['typing_mistake', 'donor_told_us', 'mailbox_works_again'] as const
export const closeReasons = ['by_letter', 'no_other_address', 'not_needed'] as const
export const liftReasons = ['mailbox_works_again', 'donor_asked', 'mistake'] as const

const mailId = z.uuid()

const wholeAddress = z
  .string()
  .trim()
  .toLowerCase()
  .max(254, 'email_too_long')
  .refine((address) => z.email().safeParse(address).success, 'email_malformed')

export const PrintForm = z.strictObject(proofFields)

/**
 * What can be done about a mail or an address. Fields: `act`; `mailId` or `suppressionId`; for sending again `to` and
 * `reason`; for closing and lifting `reason`; for finding `address`. Revealing shows the whole address.
 */
export const MendingForm = z.discriminatedUnion('act', [
  z.strictObject({
    act: z.literal('resend'),
    mailId,
    to: wholeAddress,
    reason: z.enum(resendReasons),
  }),
  z.strictObject({ act: z.literal('replay'), mailId }),
  z.strictObject({ act: z.literal('close'), mailId, reason: z.enum(closeReasons) }),
  z.strictObject({ act: z.literal('reveal'), mailId }),
  z.strictObject({ act: z.literal('reveal_address'), suppressionId: z.uuid() }),
  z.strictObject({ act: z.literal('find'), address: wholeAddress }),
  z.strictObject({ act: z.literal('lift'), suppressionId: z.uuid(), reason: z.enum(liftReasons) }),
])

export type MendingForm = z.infer<typeof MendingForm>
