import { z } from 'zod'
import { caseCodePattern } from '#app/domain/disbursements/case-code.ts'
import { lineField, ownLineField } from '#app/domain/disbursements/fields.ts'
import { HelpForm, screens } from './help-form.ts'
import { callOutcomes, decisionMoves, enteredSources, reasonsOf, workMoves } from './request.ts'
import type { RequestState } from './states.ts'

/** Fields: `to`, the state; `reason`, from that state's list where it has one. */
const moveForm = (moves: RequestState[]) =>
  z
    .strictObject({
      to: z.enum(moves as [RequestState, ...RequestState[]], 'required'),
      reason: ownLineField.max(40, 'too_long').default(''),
    })
    .transform(({ to, reason }, context) => {
      const reasons = reasonsOf(to)
      if (reasons.length === 0) return { to, reason: null }
      if (reasons.includes(reason)) return { to, reason }
      context.addIssue({ code: 'custom', message: 'required', path: ['reason'] })
      return z.NEVER
    })

export const StepForm = moveForm(workMoves)
export const DecisionForm = moveForm(decisionMoves)

export const CallForm = z.object({ callId: z.uuid(), outcome: z.enum(callOutcomes, 'required') })

/** What a caller says that their code is. */
export const FindForm = z.object({ code: lineField(40) })

/** Nothing chosen in a list, or nothing typed in a line, is null. */
const orNothing = <S extends z.ZodType>(schema: S) =>
  z.preprocess((sent) => (sent === '' || sent === undefined ? null : sent), schema.nullable())

/** Asks for the number of a call that waits. */
export const NumberForm = CallForm.pick({ callId: true })

/** What is left empty stays as it is. */
export const ContactForm = z.object({
  phone: orNothing(screens.phone.shape.phone),
  language: orNothing(screens.language.shape.language),
  voicemail: orNothing(screens.voicemail.shape.voicemail),
})

/** The public form's questions at once, and how the request came. */
export const EntryForm = HelpForm.extend({
  fundId: z.uuid('required'),
  token: z.uuid(),
  source: z.enum(enteredSources, 'required'),
  partnerId: orNothing(z.uuid()),
  sameAsCase: orNothing(
    z
      .string()
      .trim()
      .transform((code) => code.toUpperCase())
      .pipe(z.string().regex(caseCodePattern, 'case_code_malformed')),
  ),
}).refine(({ source, partnerId }) => source !== 'partner' || partnerId !== null, {
  message: 'required',
  path: ['partnerId'],
})
