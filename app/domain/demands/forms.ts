import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { caseCodePattern } from '#app/domain/disbursements/case-code.ts'
import { lineField } from '#app/domain/disbursements/fields.ts'
import { type DemandScope, demandKinds, givenKinds } from './demand.ts'

/** A day as a browser's field writes it. */
const day = z.string().transform((typed, context): string => {
  try {
    return Temporal.PlainDate.from(typed, { overflow: 'reject' }).toString()
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    context.addIssue({ code: 'custom', message: typed === '' ? 'required' : 'malformed' })
    return z.NEVER
  }
})

/** Fields: `kind`, `covers` (`everything`, `person` or `fund:<id>`), `caseCode` for a person, `receivedOn`, `deadlineOn`, `counsel`. */
export const OpenDemandForm = z
  .object({
    intent: z.literal('open'),
    kind: z.enum(demandKinds),
    covers: z.union([z.enum(['everything', 'person']), z.templateLiteral(['fund:', z.uuid()])]),
    caseCode: z
      .string()
      .trim()
      .toUpperCase()
      .refine((typed) => typed === '' || caseCodePattern.test(typed), 'malformed')
      .optional(),
    receivedOn: day,
    deadlineOn: z.union([z.literal('').transform(() => null), day]).optional(),
    counsel: lineField(120),
  })
  .strict()
  .superRefine(({ covers, caseCode }, context) => {
    if (covers === 'person' && !caseCode)
      context.addIssue({ code: 'custom', message: 'required', path: ['caseCode'] })
  })
  .transform(({ covers, caseCode, kind, receivedOn, deadlineOn, counsel }) => ({
    ...{ kind, receivedOn, counsel },
    deadlineOn: deadlineOn ?? null,
    scope: scopeOf(covers, caseCode ?? ''),
  }))

function scopeOf(covers: string, caseCode: string): DemandScope {
  if (covers === 'person') return { kind: 'person', caseCode }
  const [, fundId] = covers.split(':')
  return fundId ? { kind: 'fund', fundId } : { kind: 'everything' }
}

/** Fields: `demandId`, and one `given` for each thing that was handed over. */
export const CloseDemandForm = z.object({
  intent: z.literal('close'),
  demandId: z.uuid(),
  given: z.preprocess(
    (sent) => (typeof sent === 'string' ? [sent] : (sent ?? [])),
    z.array(z.enum(givenKinds)).min(1, 'given_missing'),
  ),
})
