import type { Role } from '#app/domain/staff/access.ts'
import { type VaultField, vaultFields } from './fields.ts'

/** What a look may be at: a field, an original, the names on a bond's papers, or who signed for the family. */
export type Opened = VaultField | 'document' | 'party' | 'signer'

type Need = {
  /** Whose work it is, of those who may look at all. */
  roles: readonly Role[]
  /** What that work needs to see. */
  opens: readonly Opened[]
}

const everyone = ['intake', 'approver', 'treasurer'] as const
const everything = [...vaultFields, 'document', 'party', 'signer'] as const

/**
 * Why someone looks at what is sealed: a code, because the record of it can never be removed. A reason can be given by those
 * whose work it is, while it is true of the case, and opens what that work needs: need-to-know by case, as the design's *Case
 * vault* has it. What makes each of them true stands in `reasons_of_case`; `roles_of_reason` and `fields_of_reason` hold this
 * table in the database (docs/decisions/0041).
 */
const needs = {
  // Asks, and decides on what was answered.
  screening: {
    roles: ['intake', 'approver'],
    opens: [...vaultFields.filter((field) => field !== 'post_under'), 'document'],
  },
  // What a clerk asks at the window, and the papers that are compared with it.
  posting_bond: {
    roles: everyone,
    opens: [
      ...(['name', 'birth_date', 'a_number', 'docket', 'booking_number', 'court', 'facility'] as const),
      ...(['attorney_phone', 'post_under', 'document', 'party'] as const),
    ],
  },
  court_date: {
    roles: everyone,
    opens: [
      ...(['name', 'birth_date', 'a_number', 'phone', 'contact', 'docket', 'booking_number'] as const),
      ...(['court', 'facility', 'attorney_phone', 'document'] as const),
    ],
  },
  // Whoever calls about a date gives that as the reason; this is for the family and the door.
  reaching_the_person: {
    roles: ['intake', 'treasurer'],
    opens: ['name', 'phone', 'contact', 'booking_number', 'facility', 'attorney_phone'],
  },
  return_of_money: {
    roles: ['approver', 'treasurer'],
    opens: [
      ...(['name', 'a_number', 'phone', 'contact', 'docket', 'court', 'post_under'] as const),
      ...(['document', 'party', 'signer'] as const),
    ],
  },
  // Whoever gives the family its paper, with the name on it.
  family_paper: { roles: ['intake', 'treasurer'], opens: ['signer'] },
  // Whoever writes the facts down.
  correction: { roles: ['intake'], opens: everything },
  counsel_asked: { roles: everyone, opens: everything },
  auditor_sample: { roles: everyone, opens: ['document'] },
} as const satisfies Record<string, Need>

export type RevealReason = keyof typeof needs
export const revealReasons = Object.keys(needs) as RevealReason[]

/** As the record of a look keeps it: also that it was an emergency, which nobody can choose. */
export type LookReason = RevealReason | 'emergency'

/** A reason that is true of a person today, and of which of their cases. */
export type TrueReason = { reason: RevealReason; caseCodes: string[] }

export const needOf = (reason: RevealReason): Need => needs[reason]

export const opens = (reason: RevealReason, what: Opened): boolean => needOf(reason).opens.includes(what)

export const isTheirs = (reason: RevealReason, held: readonly Role[]): boolean =>
  needOf(reason).roles.some((role) => held.includes(role))

/** Of what is true of a person, the reasons that these roles may give, for this where it is said what. */
export const offeredTo = (
  held: readonly Role[],
  reasons: readonly TrueReason[],
  what?: Opened,
): TrueReason[] =>
  reasons.filter(({ reason }) => isTheirs(reason, held) && (what === undefined || opens(reason, what)))
