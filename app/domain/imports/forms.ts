import { z } from 'zod'
import { ownLineField } from '#app/domain/disbursements/fields.ts'
import type { Cents } from '#app/domain/money/cents.ts'
import { parseDollars } from '#app/domain/money/money-field.ts'
import { proofFields } from '#app/domain/staff/step-up/proof.ts'
import { asWhy, decisions } from './import.ts'
import { donorFields, type Field, layouts, type Mapping, neededFields, ownFields } from './layouts.ts'

/** Fields beside the file: `layout` is one of ours, `own`, the id of a saved one, or left to be recognized. */
export const UploadForm = z.object({
  layout: z.union([z.enum([...layouts, 'recognized']), z.uuid()]),
  fundId: z.uuid(),
  dayOrder: z.enum(['month_first', 'day_first']),
})

const header = z.string().max(200).optional()

/** Which column says what, and under which name that is kept for next time. */
export const MappingForm = z.object({
  intent: z.literal('map'),
  columns: z
    .object(Object.fromEntries(ownFields.map((field) => [field, header])) as Record<Field, typeof header>)
    .strict()
    .transform((chosen, context): Mapping => {
      const mapping = Object.fromEntries(Object.entries(chosen).filter(([, column]) => column)) as Mapping
      for (const field of neededFields)
        if (!mapping[field]) context.addIssue({ code: 'custom', message: 'required', path: [field] })
      if (!mapping.email && !mapping.name && !mapping.first_name)
        context.addIssue({ code: 'custom', message: 'required', path: ['email'] })
      return mapping
    }),
  name: ownLineField.max(60, 'name_too_long'),
})

/** The same for a list of donors: by an address or a name they are somebody. */
export const DonorMappingForm = z.object({
  intent: z.literal('map_donors'),
  columns: z
    .object(Object.fromEntries(donorFields.map((field) => [field, header])) as Record<string, typeof header>)
    .strict()
    .transform((chosen, context): Mapping => {
      const mapping = Object.fromEntries(Object.entries(chosen).filter(([, column]) => column)) as Mapping
      if (!mapping.email && !mapping.name && !mapping.first_name)
        context.addIssue({ code: 'custom', message: 'required', path: ['email'] })
      return mapping
    }),
  name: ownLineField.max(60, 'name_too_long'),
})

/** One row. `email` is of the donor that it is given to, where that is someone else than the row says; `known:` names a record that it was found against. */
export const DecideForm = z.object({
  intent: z.literal('decide'),
  line: z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number),
  decision: z.union([
    z.enum([...decisions, 'same_donor']),
    z.string().regex(/^known:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
  ]),
  email: ownLineField.toLowerCase().max(254, 'email_too_long').optional(),
})

/** What is kept of a status, blanks at its ends and all. */
const status = z
  .string()
  .max(80, 'too_long')
  .regex(/^[^\r\n]*$/, 'malformed')

/** All rows that still wait for one reason, and of one status; `count` is how many the page said there are. */
export const DecideAllForm = z.object({
  intent: z.literal('decide_all'),
  why: z.string().transform((text, context) => {
    const why = asWhy(text)
    if (why) return why
    context.addIssue({ code: 'custom', message: 'malformed' })
    return z.NEVER
  }),
  status: status.optional(),
  decision: z.enum([...decisions, 'known']),
  count: z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number),
})

/** By the token of each campaign: a fund, `leave` for its rows to be left out, or nothing yet. */
export const CampaignsForm = z.object({
  intent: z.literal('campaigns'),
  campaigns: z
    .record(z.string().regex(/^c[0-9a-f]{64}$/), z.union([z.uuid(), z.literal('leave'), z.literal('')]))
    .transform((chosen) =>
      Object.entries(chosen)
        .filter(([, each]) => each !== '')
        .map(([name, each]) => ({ token: name.slice(1), chosen: each })),
    )
    .refine((choices) => choices.length > 0, 'required'),
})

const total = z.string().transform((typed, context): Cents => {
  const read = parseDollars(typed)
  if (read.ok && read.cents > 0n) return read.cents
  context.addIssue({ code: 'custom', message: `amount_${read.ok ? 'negative' : read.problem}` })
  return z.NEVER
})

/**
 * `rows` and `cents` are what the page showed; `total` is what the person counted themselves, and is not asked of a list of
 * donors; `refunds` is their tick.
 */
export const StartForm = z.object({
  intent: z.literal('start'),
  total: total.optional(),
  rows: z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number),
  cents: z
    .string()
    .regex(/^\d{1,18}$/)
    .transform(BigInt),
  refunds: z.literal('whole').optional(),
  ...proofFields,
})

export const CancelForm = z.object({ intent: z.literal('cancel') })

export const UndoForm = z.object({ intent: z.literal('undo'), ...proofFields })
