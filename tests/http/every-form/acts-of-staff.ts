import type { z } from 'zod'
import { actsOf, type FormField, goodValues } from './fields-of.ts'
import { formsOfStaff } from './forms-of-staff.ts'

export type Act = {
  /** The file that reads it, the schema and which act of it. */
  name: string
  schema: z.ZodType
  fields: FormField[]
  /** As a browser sends it when everything is as it should be. */
  good: [string, string][]
}

/** What a rule over several fields asks for, by the end of the form's name and the act. */
const agreed: [RegExp, Record<string, string>][] = [
  [/IntakeForm settings$/, { opens: '09:00', closes: '17:00' }],
  [/ProposeLimitsForm propose$/, { 'steps[0].from': '0', 'steps[0].approvals': '2' }],
  [/DecisionForm waitlisted$/, { reason: 'money_short' }],
  [
    /RuleActForm version$/,
    {
      ...{
        code: 'cap',
        bondCount: '',
        periodDays: '',
        chargeClasses: '',
        period: '',
        dueMonth: '',
        dueDay: '',
      },
      ...{ withinDays: '', figures: '', validUntil: '' },
    },
  ],
  [/layout$/, { amount: '3', moneyIn: '', moneyOut: '' }],
  // Said of each part by itself, and of none where the payer carries no cash.
  [/sharedPaymentForm$/, { from: '' }],
]

/** Everything that the forms of the staff can ask for, each with an example; `unfound` are places whose schema was not found. */
export async function actsOfStaff(): Promise<{ acts: Act[]; unfound: string[] }> {
  const { forms, unfound } = await formsOfStaff()
  const acts = forms.flatMap(({ name, schema }) =>
    actsOf(schema).map((fields) => {
      const values = fields.map((field): [FormField, string] => [field, goodValues(field.schema)[0] ?? ''])
      const act = values.find(([field]) => /^(?:intent|act|to)$/.test(field.name))?.[1] ?? ''
      const full = `${name} ${act}`.trim()
      const fixed = Object.assign({}, ...agreed.filter(([of]) => of.test(full)).map(([, own]) => own))
      const good = values.flatMap(([field, value]) => sentOf(field, fixed[field.name] ?? value))
      return { name: full, schema, fields, good }
    }),
  )
  return { acts, unfound }
}

/** As a browser sends it: nothing for what may be left out, a list as often as it needs. */
function sentOf({ name, schema }: FormField, value: string): [string, string][] {
  if (value === '' && schema.safeParse(undefined).success) return []
  if (schema.safeParse(value).success) return [[name, value]]
  for (let times = 2; times < 9; times++) {
    const list = Array.from({ length: times }, () => value)
    if (schema.safeParse(list).success) return list.map((one) => [name, one])
  }
  return [[name, value]]
}
