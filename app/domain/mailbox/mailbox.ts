import { z } from 'zod'
import { lineField } from '#app/domain/disbursements/fields.ts'

/** A demand of ICE can ask for a person within days: a mailbox that nobody opened for a week is overdue. */
const daysBetweenChecks = 7

/** Two are named, or none reads it when one is away. */
const reader = z.uuid('required')

const letters = z
  .string()
  .trim()
  .regex(/^\d{1,3}$/, 'malformed')
  .transform(Number)

const setForm = z.object({
  intent: z.literal('set'),
  fundId: z.uuid(),
  address: lineField(300),
  firstReader: reader,
  otherReader: reader,
})

const checkForm = z.object({
  intent: z.literal('check'),
  fundId: z.uuid(),
  courtLetters: letters,
  iceLetters: letters,
})

/** The forms of the mailbox page, told apart by `intent`. */
export const MailboxForm = z.discriminatedUnion('intent', [setForm.strict(), checkForm.strict()])

/** The moment until which the next look into the mailbox is due. */
export const checkIsDue = (since: Date): Date =>
  new Date(since.getTime() + daysBetweenChecks * 24 * 60 * 60 * 1000)
