import { z } from 'zod'
import { bondKinds } from '#app/domain/bonds/bond.ts'
import { countField, isoDayField, lineField, optionalMoneyField } from '#app/domain/disbursements/fields.ts'
import { type ReportFigure, reportFigures, reportPeriods } from '#app/domain/reports/report.ts'
import { chargeClasses } from '#app/domain/vault/charge-class.ts'
import { mayBlockPosting, placePattern, ruleEffects, ruleKinds } from './rule.ts'

export const dayField = isoDayField.transform((day) => new Date(`${day}T00:00:00Z`))
const optionalDay = z.union([z.literal('').transform(() => null), dayField])
const placeField = z.string().trim().toUpperCase().regex(placePattern, 'place_malformed')
const optionalCount = (most: number) =>
  z.union([z.literal('').transform(() => null), countField.pipe(z.number().min(1).max(most))])

/** One box that was ticked comes as text, several as a list, none not at all. */
const ticked = <T extends string>(among: readonly T[]) =>
  z.preprocess((sent) => (typeof sent === 'string' ? [sent] : (sent ?? [])), z.array(z.enum(among)))

const VersionForm = z
  .strictObject({
    act: z.literal('version'),
    code: z
      .string()
      .trim()
      .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'rule_code_is_well_formed')
      .max(60, 'too_long'),
    place: placeField,
    kind: z.enum(ruleKinds),
    effect: z.enum(ruleEffects),
    bondKind: z.union([z.literal('').transform(() => null), z.enum(bondKinds)]),
    summary: lineField(600),
    cap: optionalMoneyField,
    bondCount: optionalCount(10_000),
    periodDays: optionalCount(3660),
    validFrom: dayField,
    validUntil: optionalDay,
    source: lineField(300),
    readOn: dayField,
    period: z.union([z.literal('').transform(() => null), z.enum(reportPeriods)]).default(null),
    dueMonth: optionalCount(12).default(null),
    dueDay: optionalCount(31).default(null),
    withinDays: optionalCount(365).default(null),
    figures: ticked(reportFigures),
    chargeClasses: ticked(chargeClasses),
  })
  .superRefine((rule, context) => {
    const wrong = (field: string, message: string) =>
      context.addIssue({ code: 'custom', path: [field], message })
    if ((rule.kind === 'cap_per_bond') !== rule.cap > 0n) wrong('cap', 'rule_figures_fit_its_kind')
    const byPeriod = rule.kind === 'bonds_per_period'
    if (byPeriod !== (rule.bondCount !== null)) wrong('bondCount', 'rule_figures_fit_its_kind')
    if (byPeriod !== (rule.periodDays !== null)) wrong('periodDays', 'rule_figures_fit_its_kind')
    if (rule.chargeClasses.length > 0 && rule.kind !== 'excluded_charge_class')
      wrong('chargeClasses', 'charge_classes_fit_the_kind')
    if (rule.effect === 'blocks_posting' && !mayBlockPosting(rule))
      wrong('effect', 'only_figures_block_posting')
    const { period, dueMonth, dueDay, withinDays, figures } = rule
    if ((rule.kind === 'report_due') !== (period !== null)) wrong('period', 'schedule_goes_with_a_report')
    const byPeriodEnd = period !== null && period !== 'per_event'
    if (byPeriodEnd !== (dueMonth !== null)) wrong('dueMonth', 'schedule_fits_its_period')
    if (byPeriodEnd !== (dueDay !== null)) wrong('dueDay', 'schedule_fits_its_period')
    if ((period === 'per_event') !== (withinDays !== null)) wrong('withinDays', 'schedule_fits_its_period')
    if ((period !== null) !== figures.length > 0) wrong('figures', 'report_has_known_figures')
    if (rule.validUntil && rule.validUntil <= rule.validFrom) wrong('validUntil', 'rule_ends_after_it_begins')
  })

/** Fields of a new version, of counsel's review of one, or of a place for a fund; `act` says which. */
export const RuleActForm = z.discriminatedUnion('act', [
  VersionForm,
  z.strictObject({
    act: z.literal('review'),
    ruleId: z.uuid(),
    counsel: lineField(120),
    reviewedOn: dayField,
  }),
  z.strictObject({ act: z.literal('place'), fundId: z.uuid(), place: placeField }),
])

/** What a report of a rule's kind is due by, and what it counts. */
type NewSchedule = Pick<z.output<typeof VersionForm>, 'period' | 'dueMonth' | 'dueDay' | 'withinDays'> & {
  figures: ReportFigure[]
}

type Listed = NewSchedule & Pick<z.output<typeof VersionForm>, 'chargeClasses'>

export type NewVersion = Omit<z.output<typeof VersionForm>, 'act' | keyof Listed> & Partial<Listed>
