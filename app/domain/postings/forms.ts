import type { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { lineField, linesField, ownLineField } from '#app/domain/disbursements/fields.ts'
import { birthDate } from '#app/domain/vault/facts-form.ts'
import { postingWays, withdrawalReasons } from './posting.ts'
import { type SlipField, slipFieldsOf } from './slip/slip-fields.ts'

const AssignForm = z.object({
  intent: z.literal('assign'),
  posterId: z.uuid('required'),
  hours: lineField(200),
  methods: lineField(200),
  papers: linesField(500),
  way: z.enum(postingWays).optional(),
})

const WithdrawForm = z.object({
  intent: z.literal('withdraw'),
  reason: z.enum(withdrawalReasons, 'required'),
})

const AssignIceForm = AssignForm.extend({ way: z.enum(postingWays, 'required') })

/** The forms of who posts a bond of this kind, told apart by `intent`. */
export const postingForm = (kind: string) =>
  z.discriminatedUnion('intent', [
    kind === 'immigration_bond' ? AssignIceForm.strict() : AssignForm.strict(),
    WithdrawForm.strict(),
  ])

const typed = ownLineField.max(200, 'too_long').default('')

/** What the slip of this kind needs; what is left empty stays as it is known. `today` is the organization's own. */
export const identityForm = (today: Temporal.PlainDate, kind: string) =>
  z.object({
    ...(Object.fromEntries(slipFieldsOf(kind).map((field) => [field, typed])) as Record<
      SlipField,
      typeof typed
    >),
    birth_date: birthDate(today).default(''),
  })
