/** An application for help. What money does for it is told by its disbursements, not here. */
export const requestTransitions = {
  referred: ['screening', 'declined', 'withdrawn', 'ineligible', 'released_otherwise'],
  screening: [
    'recommended',
    'waitlisted',
    'declined',
    'withdrawn',
    'ineligible',
    'released_otherwise',
    'no_bond_available',
  ],
  waitlisted: ['screening', 'declined', 'withdrawn', 'ineligible', 'released_otherwise', 'no_bond_available'],
  recommended: [
    'approved',
    'waitlisted',
    'declined',
    'withdrawn',
    'ineligible',
    'released_otherwise',
    'no_bond_available',
  ],
  approved: ['closed', 'withdrawn', 'released_otherwise', 'no_bond_available'],
  // Opens a pathway: parole, humanitarian release, litigation, a hold lifted. A new hearing brings it back.
  no_bond_available: ['screening', 'closed'],
  declined: [],
  withdrawn: [],
  ineligible: [],
  released_otherwise: [],
  closed: [],
} as const satisfies Record<string, readonly string[]>

export type RequestState = keyof typeof requestTransitions
