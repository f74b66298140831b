import { z } from 'zod'
import { caseCodePattern } from '#app/domain/disbursements/case-code.ts'
import { lineField, neededDayField } from '#app/domain/disbursements/fields.ts'
import { type DemandDays, type DemandScope, demandKinds, givenKinds } from './demand.ts'

const optionalDay = z.union([z.literal('').transform(() => null), neededDayField]).optional()

/**
 * Fields: `kind`, `covers` (`everything`, `person` or `fund:<id>`), `caseCode` for a person, `coversFrom` and `coversUntil`
 * for the days that a demand for more than one person speaks of, `receivedOn`, `deadlineOn`, `counsel`.
 */
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
    receivedOn: neededDayField,
    deadlineOn: optionalDay,
    coversFrom: optionalDay,
    coversUntil: optionalDay,
    counsel: lineField(120),
  })
  .strict()
  .superRefine(({ covers, caseCode, coversFrom, coversUntil }, context) => {
    const wrong = (path: string, message: string) =>
      context.addIssue({ code: 'custom', message, path: [path] })
    if (covers === 'person' && !caseCode) wrong('caseCode', 'required')
    if (covers === 'person' && (coversFrom || coversUntil)) wrong('coversFrom', 'demand_days_are_of_many')
    if (coversFrom && coversUntil && coversUntil < coversFrom) wrong('coversUntil', 'demand_days_run_forward')
  })
  .transform(({ covers, caseCode, coversFrom, coversUntil, ...demand }) => ({
    ...{ kind: demand.kind, receivedOn: demand.receivedOn, counsel: demand.counsel },
    deadlineOn: demand.deadlineOn ?? null,
    scope: scopeOf(covers, caseCode ?? '', { from: coversFrom ?? null, until: coversUntil ?? null }),
  }))

function scopeOf(covers: string, caseCode: string, days: DemandDays): DemandScope {
  if (covers === 'person') return { kind: 'person', caseCode }
  const [, fundId] = covers.split(':')
  const dated = days.from === null && days.until === null ? {} : { days }
  return fundId ? { kind: 'fund', fundId, ...dated } : { kind: 'everything', ...dated }
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
