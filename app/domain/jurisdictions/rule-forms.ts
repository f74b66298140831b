import { z } from 'zod'
import { bondKinds } from '#app/domain/bonds/bond.ts'
import { lineField, optionalMoneyField } from '#app/domain/disbursements/fields.ts'
import { mayBlockPosting, placePattern, ruleEffects, ruleKinds } from './rule.ts'

export const dayField = z.iso.date().transform((day) => new Date(`${day}T00:00:00Z`))
const optionalDay = z.union([z.literal('').transform(() => null), dayField])
const placeField = z.string().trim().toUpperCase().regex(placePattern, 'place_malformed')
const optionalCount = (most: number) =>
  z.union([z.literal('').transform(() => null), z.coerce.number().int().min(1).max(most)])

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
  })
  .superRefine((rule, context) => {
    const wrong = (field: string, message: string) =>
      context.addIssue({ code: 'custom', path: [field], message })
    if ((rule.kind === 'cap_per_bond') !== rule.cap > 0n) wrong('cap', 'rule_figures_fit_its_kind')
    const byPeriod = rule.kind === 'bonds_per_period'
    if (byPeriod !== (rule.bondCount !== null)) wrong('bondCount', 'rule_figures_fit_its_kind')
    if (byPeriod !== (rule.periodDays !== null)) wrong('periodDays', 'rule_figures_fit_its_kind')
    if (rule.effect === 'blocks_posting' && !mayBlockPosting(rule.kind))
      wrong('effect', 'only_figures_block_posting')
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

export type NewVersion = Omit<z.output<typeof VersionForm>, 'act'>
