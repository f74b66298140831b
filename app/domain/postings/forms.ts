import type { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { lineField, linesField, ownLineField } from '#app/domain/disbursements/fields.ts'
import { birthDate } from '#app/domain/vault/facts-form.ts'
import { withdrawalReasons } from './posting.ts'
import { type SlipField, slipFields } from './slip/slip-fields.ts'

const AssignForm = z.object({
  intent: z.literal('assign'),
  posterId: z.uuid('required'),
  hours: lineField(200),
  methods: lineField(200),
  papers: linesField(500),
})

const WithdrawForm = z.object({
  intent: z.literal('withdraw'),
  reason: z.enum(withdrawalReasons, 'required'),
})

/** The forms of who posts, told apart by `intent`. */
export const PostingForm = z.discriminatedUnion('intent', [AssignForm.strict(), WithdrawForm.strict()])

const typed = ownLineField.max(200, 'too_long').default('')

/** What is left empty stays as it is known. `today` is the organization's own. */
export const identityForm = (today: Temporal.PlainDate) =>
  z.object({
    ...(Object.fromEntries(slipFields.map((field) => [field, typed])) as Record<SlipField, typeof typed>),
    birth_date: birthDate(today).default(''),
  })
