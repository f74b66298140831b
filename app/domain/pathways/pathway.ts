/** Another way home, where no bond can be posted now. */
export const pathwayKinds = ['parole', 'humanitarian', 'litigation', 'hold_lifted'] as const
export type PathwayKind = (typeof pathwayKinds)[number]

/** What each asks for, in the order in which it is usually done. The database holds the same list. */
export const pathwaySteps = {
  parole: [
    'lawyer_found',
    'sponsor_named',
    'address_proved',
    'letters_of_support',
    'request_filed',
    'answer_received',
  ],
  humanitarian: ['lawyer_found', 'medical_records', 'letters_of_support', 'request_filed', 'answer_received'],
  litigation: ['lawyer_found', 'motion_filed', 'hearing_set', 'answer_received'],
  hold_lifted: ['hold_identified', 'holder_contacted', 'hold_cleared', 'bond_set'],
} as const satisfies Record<PathwayKind, readonly string[]>

/** What came of it. `bond_set` brings the request back into screening. */
export const pathwayOutcomes = ['released', 'bond_set', 'refused', 'given_up'] as const
export type PathwayOutcome = (typeof pathwayOutcomes)[number]

/** What the system writes when it ends a way whose person was erased: nobody is left to bring home. */
export const erasedOutcome = 'person_erased'

export const stepsOf = (kind: string): readonly string[] =>
  Object.hasOwn(pathwaySteps, kind) ? pathwaySteps[kind as PathwayKind] : []
