export const roles = ['intake', 'approver', 'treasurer', 'auditor', 'administrator'] as const
export type Role = (typeof roles)[number]

/**
 * Who may do what in a fund: action → the roles that may. One person may hold several roles; that neighbours
 * in propose – approve – pay – return are different people is judged on the case, not here.
 */
const access = {
  'funds:read': roles,
  'funds:manage': ['administrator'],
  'jurisdictions:read': roles,
  'jurisdictions:manage': ['administrator'],
  'requests:read': roles,
  // Follows a request: calls, screens, recommends.
  'requests:work': ['intake', 'administrator'],
  // Says yes, wait or no.
  'requests:decide': ['approver', 'administrator'],
  'disbursements:read': roles,
  'disbursements:propose': ['intake', 'treasurer', 'administrator'],
  'disbursements:cancel': ['intake', 'treasurer', 'administrator'],
  'disbursements:approve': ['approver', 'administrator'],
  'disbursements:reject': ['approver', 'administrator'],
  'disbursements:pay': ['intake', 'treasurer'],
  // That counsel allowed what a rule blocks: one records it, another confirms.
  'disbursements:clear': ['intake', 'approver', 'treasurer', 'administrator'],
  'bonds:read': roles,
  // Released, missed court, case over: what happened, without money.
  'bonds:follow': ['intake', 'approver', 'treasurer', 'administrator'],
  'bonds:return': ['approver', 'treasurer', 'administrator'],
  // Cash out, cash back, cash counted: what is signed for by two.
  'cash:read': roles,
  'cash:handle': ['approver', 'treasurer', 'administrator'],
  // What someone laid out or put on the fund's card: claimed by one, approved by others, paid by a third.
  'expenses:read': roles,
  'expenses:claim': ['intake', 'approver', 'treasurer', 'administrator'],
  'expenses:approve': ['approver', 'administrator'],
  'expenses:pay': ['intake', 'treasurer'],
  'donations:read': ['treasurer', 'auditor', 'administrator'],
  'donations:refund': ['treasurer', 'administrator'],
  'suspense:read': ['treasurer', 'auditor', 'administrator'],
  'suspense:assign': ['treasurer', 'administrator'],
  'ledger:read': ['treasurer', 'auditor', 'administrator'],
  'audit:read': ['auditor', 'administrator'],
  'closes:read': roles,
  'closes:publish': ['treasurer', 'administrator'],
  'updates:read': roles,
  'updates:compose': ['intake', 'administrator'],
  'updates:publish': ['treasurer', 'administrator'],
  // Which people there are, by case code, and what is kept of them, but no value.
  'vault:read': ['intake', 'approver', 'treasurer', 'administrator'],
  'vault:write': ['intake', 'administrator'],
  'vault:reveal': ['intake', 'approver', 'treasurer'],
  'vault:erase': ['administrator'],
  'demands:manage': ['administrator'],
  'staff:read': ['auditor', 'administrator'],
  'staff:manage': ['administrator'],
} as const satisfies Record<string, readonly Role[]>

export type Action = keyof typeof access

export const actions = Object.keys(access) as Action[]

export const rolesFor = (action: Action): readonly Role[] => access[action]

export const may = (held: readonly Role[], action: Action): boolean =>
  rolesFor(action).some((role) => held.includes(role))
