import type { BondKind } from '#app/domain/bonds/bond.ts'
import type { ChargeClass, ChargeSeen } from '#app/domain/vault/charge-class.ts'

export const ruleKinds = [
  'cap_per_bond',
  'bonds_per_period',
  'excluded_charge_class',
  'certificate',
  'who_may_post',
  'money_kept',
  'report_due',
  'litigation',
] as const
export type RuleKind = (typeof ruleKinds)[number]

export const ruleEffects = ['warns', 'blocks_posting', 'blocks_soliciting', 'report_due'] as const
export type RuleEffect = (typeof ruleEffects)[number]

/** Only what can be told from figures, days and listed classes may stop money by itself; of the rest a person is reminded. */
export const mayBlockPosting = (rule: { kind: RuleKind; chargeClasses?: readonly ChargeClass[] }): boolean =>
  rule.kind === 'cap_per_bond' ||
  rule.kind === 'bonds_per_period' ||
  rule.kind === 'certificate' ||
  (rule.kind === 'excluded_charge_class' && (rule.chargeClasses ?? []).length > 0)

/** `US`, or a state as `US-NY`, or a county or city within it as `US-TN-DAVIDSON`. */
export const placePattern = /^US(-[A-Z0-9]{2,12})*$/

/** A rule as it stands for one bond on one day. */
export type RuleInForce = {
  id: string
  code: string
  version: number
  place: string
  kind: RuleKind
  effect: RuleEffect
  summary: string
  capCents: bigint | null
  bondCount: number | null
  periodDays: number | null
  source: string
  /** `2026-11-21`. */
  readOn: string
  reviewed: boolean
  /** The organization's bonds so far that count against the period. */
  counted: number
  /** The last day that the fund's certificates cover without a gap; null where none holds, and of other rules. */
  certifiedUntil: string | null
  /** How many days after this one they still hold. */
  daysLeft: number | null
  /** The last day of the certificate that held before; null where none did. */
  lapsedOn: string | null
  /** What a rule that lists classes of charge says of the case; null of other rules. Which class it is stays in the vault. */
  charge: ChargeSeen | null
  /** What counsel said of this bond under this rule, and who confirmed that; null where nothing was said. */
  clearance: {
    id: string
    counsel: string
    clearedOn: string
    recordedBy: string
    confirmedBy: string | null
  } | null
}

export type JudgedBond = { kind: BondKind; principalCents: bigint }
