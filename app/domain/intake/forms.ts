import { z } from 'zod'
import { countField, lineField } from '#app/domain/disbursements/fields.ts'
import { intakeModes } from '#app/domain/requests/request.ts'
import { priorityCriteria } from './priority.ts'

const phone = z
  .string()
  .trim()
  .min(1, 'required')
  .regex(/^\+?[0-9][0-9 ()-]{5,19}$/, 'phone_malformed')

const weekday = countField.pipe(z.number().min(1).max(7))
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'malformed')

/** Language tags, as `es, en, ht`. */
const languages = z
  .string()
  .transform((typed) => typed.split(/[\s,;]+/).filter(Boolean))
  .pipe(
    z
      .array(z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'languages_malformed'))
      .min(1, 'required')
      .max(12, 'too_long'),
  )

/** What one person sets of how a fund is asked, told apart by `intent`. */
export const IntakeForm = z.discriminatedUnion('intent', [
  z
    .strictObject({
      intent: z.literal('settings'),
      mode: z.enum(intakeModes, 'required'),
      phone,
      firstDay: weekday,
      lastDay: weekday,
      opens: time,
      closes: time,
      languages,
      answerWithinDays: countField.pipe(z.number().min(1, 'malformed').max(10, 'malformed')),
    })
    .refine(({ opens, closes }) => opens < closes, { message: 'closes_before_it_opens', path: ['closes'] }),
  z.strictObject({
    intent: z.literal('priority'),
    criteria: z
      .array(z.enum(['', ...priorityCriteria]))
      .transform((sent) => [...new Set(sent)].filter((each) => each !== ''))
      .refine((criteria) => criteria.length > 0, 'required'),
  }),
  z.strictObject({
    intent: z.literal('term'),
    months: countField.pipe(z.number().min(1, 'malformed')),
  }),
  z.strictObject({ intent: z.literal('partner'), name: lineField(120) }),
  z.strictObject({ intent: z.literal('place'), name: lineField(120), phone }),
  z.strictObject({ intent: z.literal('end'), kind: z.enum(['place', 'partner']), id: z.uuid() }),
])
