export const roles = [
  'intake',
  'approver',
  'treasurer',
  'auditor',
  'administrator',
  'poster',
  'trustee',
] as const
export type Role = (typeof roles)[number]

/**
 * Those who work on a fund's cases as such. A poster does not: they see what was given to them, until it is posted. Nor does a
 * trustee, who is from outside and only helps to let someone in again.
 */
const office = ['intake', 'approver', 'treasurer', 'auditor', 'administrator'] as const satisfies Role[]

/**
 * Who may do what in a fund: action → the roles that may. One person may hold several roles; that neighbours
 * in propose – approve – pay – return are different people is judged on the case, not here.
 */
const access = {
  // The first page after signing in.
  'desk:read': roles,
  'funds:read': office,
  'funds:manage': ['administrator'],
  'jurisdictions:read': office,
  'jurisdictions:manage': ['administrator'],
  // That counsel reviewed a rule, a term or a statement: never of what one wrote oneself.
  'jurisdictions:review': ['approver', 'treasurer', 'auditor', 'administrator'],
  // Says that a report which a rule asks for was filed.
  'reports:file': ['treasurer', 'administrator'],
  'requests:read': office,
  // Follows a request: calls, screens, recommends.
  'requests:work': ['intake', 'administrator'],
  // Says yes, wait or no.
  'requests:decide': ['approver', 'administrator'],
  'disbursements:read': office,
  'disbursements:propose': ['intake', 'treasurer', 'administrator'],
  'disbursements:cancel': ['intake', 'treasurer', 'administrator'],
  'disbursements:approve': ['approver', 'administrator'],
  'disbursements:reject': ['approver', 'administrator'],
  // A poster only what was given to them.
  'disbursements:pay': ['intake', 'treasurer', 'poster'],
  // That counsel allowed what a rule blocks: one records it, another confirms.
  'disbursements:clear': ['intake', 'approver', 'treasurer', 'administrator'],
  // Who goes to the window.
  'postings:assign': ['intake', 'treasurer', 'administrator'],
  // What was given to oneself, and the slip to take along.
  'postings:read': ['intake', 'treasurer', 'poster'],
  // Who may say yes now, with their telephone numbers. A poster finds them on the slip and on a night that names them.
  'on-call:read': ['intake', 'approver', 'treasurer', 'administrator'],
  'on-call:take': ['approver', 'administrator'],
  'bonds:read': office,
  // Released, missed court, case over: what happened, without money.
  'bonds:follow': ['intake', 'approver', 'treasurer', 'administrator'],
  'bonds:return': ['approver', 'treasurer', 'administrator'],
  // Cash out, cash back, cash counted: what is signed for by two.
  'cash:read': office,
  'cash:handle': ['approver', 'treasurer', 'administrator'],
  // What someone laid out or put on the fund's card: claimed by one, approved by others, paid by a third.
  'expenses:read': office,
  // Whoever only posts pays fares and notaries too: they claim, and see what they claimed themselves.
  'expenses:own': [...office, 'poster'],
  'expenses:claim': ['intake', 'approver', 'treasurer', 'administrator', 'poster'],
  'expenses:approve': ['approver', 'administrator'],
  'expenses:pay': ['intake', 'treasurer'],
  'remittances:read': office,
  // One payment for many bonds: who enters it books nothing, and another person closes it.
  'remittances:enter': ['intake', 'approver', 'treasurer', 'administrator'],
  'remittances:close': ['approver', 'treasurer', 'administrator'],
  // Sees a family's money and whose it is.
  'copays:follow': ['intake', 'approver', 'treasurer', 'administrator'],
  // Asks a family, sees their paper signed, proposes what is paid out to them.
  'copays:work': ['intake', 'treasurer', 'administrator'],
  'copays:receive': ['intake', 'treasurer'],
  'copays:approve': ['approver', 'administrator'],
  'copays:pay': ['intake', 'treasurer'],
  // That a translated agreement was read by someone who may judge it.
  'copays:review': ['administrator'],
  'donations:read': ['treasurer', 'auditor', 'administrator'],
  'donations:refund': ['treasurer', 'administrator'],
  // A donor's address, one gift at a time.
  'donations:reveal': ['treasurer', 'administrator'],
  'offline:read': ['intake', 'treasurer', 'auditor', 'administrator'],
  // Checks, cash and the like: who counts and enters books nothing, and another person closes the batch.
  'offline:enter': ['intake', 'treasurer', 'administrator'],
  'offline:close': ['treasurer', 'administrator'],
  // A check that came back, a gift that is given back: one asks, another confirms.
  'offline:reverse': ['treasurer', 'administrator'],
  // Donors as such: who they are, what they gave, what was written to them.
  'donors:read': ['treasurer', 'administrator'],
  // A donor's address, with a reason.
  'donors:reveal': ['treasurer', 'administrator'],
  // Notes about a donor, and whom we leave alone.
  'donors:keep': ['treasurer', 'administrator'],
  'donors:merge': ['treasurer', 'administrator'],
  // Everything about one donor, as a file.
  'donors:export': ['treasurer', 'administrator'],
  // What the receipt of an erased donor says, one at a time, with a reason.
  'kept-receipts:open': ['treasurer', 'administrator'],
  'disputes:answer': ['treasurer', 'administrator'],
  // What donors said to a fund, and which employers to ask.
  'comments:read': ['treasurer', 'auditor', 'administrator'],
  // Answers a donor by mail, lets a fund use their words.
  'comments:decide': ['treasurer', 'administrator'],
  // What did not reach its reader, with their address; who may not be written to.
  'mail:read': ['treasurer', 'auditor', 'administrator'],
  // Corrects an address, sends again, has a parked mail tried again.
  'mail:mend': ['treasurer', 'administrator'],
  // Asks the donor of a monthly gift for a working card.
  'schedules:ask': ['treasurer', 'administrator'],
  // How the giving form is guarded, and gifts that look like more than gifts.
  'defence:read': ['treasurer', 'auditor', 'administrator'],
  // Lifts a pause of the giving form, and sets how much it lets through.
  'defence:manage': ['administrator'],
  // Says what a pattern of gifts is.
  'patterns:look': ['treasurer', 'administrator'],
  'suspense:read': ['treasurer', 'auditor', 'administrator'],
  'suspense:assign': ['treasurer', 'administrator'],
  // What the bank says against what the books say: bank accounts, statements, matches.
  'reconciliation:read': ['treasurer', 'auditor', 'administrator'],
  'reconciliation:work': ['treasurer', 'administrator'],
  // A month of the books, closed by two.
  'books:close': ['treasurer', 'administrator'],
  // The journal for accountants, and how they call our accounts.
  'journal:read': ['treasurer', 'auditor', 'administrator'],
  'journal:map': ['treasurer', 'administrator'],
  // Tells donors that a year's statements are ready; a statement itself is its donor's alone.
  'statements:announce': ['treasurer', 'administrator'],
  // Gifts from before go-live, out of a file with names and addresses: reads it, decides row by row, brings it in, undoes it.
  'imports:run': ['treasurer', 'administrator'],
  'ledger:read': ['treasurer', 'auditor', 'administrator'],
  'audit:read': ['auditor', 'administrator'],
  'samples:read': office,
  'samples:draw': ['auditor'],
  // Shows an original to the auditor.
  'samples:show': ['intake', 'approver', 'treasurer', 'administrator'],
  'incidents:read': office,
  'incidents:raise': office,
  'incidents:lift': ['intake', 'approver', 'treasurer', 'administrator'],
  'closes:read': office,
  'closes:publish': ['treasurer', 'administrator'],
  'updates:read': office,
  'updates:compose': ['intake', 'administrator'],
  'updates:publish': ['treasurer', 'administrator'],
  // Which people there are, by case code, and what is kept of them, but no value.
  'vault:read': ['intake', 'approver', 'treasurer', 'administrator'],
  'vault:write': ['intake', 'administrator'],
  'vault:reveal': ['intake', 'approver', 'treasurer'],
  'vault:erase': ['administrator'],
  // One record for an hour, in an emergency, by those whose work it is not to look. It gives no right to any money.
  'vault:break-glass': ['administrator'],
  // Which records were opened so, and what others found about it: case codes and reasons.
  'emergencies:read': office,
  'emergencies:review': ['approver', 'auditor', 'administrator'],
  'demands:manage': ['administrator'],
  'staff:read': ['auditor', 'administrator'],
  'staff:manage': ['administrator'],
  // Someone who lost every way to sign in: an administrator opens it, another or a trustee agrees.
  'recoveries:read': ['auditor', 'administrator', 'trustee'],
  'recoveries:confirm': ['administrator', 'trustee'],
} as const satisfies Record<string, readonly Role[]>

export type Action = keyof typeof access

export const actions = Object.keys(access) as Action[]

export const rolesFor = (action: Action): readonly Role[] => access[action]

/** Whether a role of theirs shows them the fund's cases as such. */
export const isOffice = (role: Role): boolean => office.some((each) => each === role)

export const may = (held: readonly Role[], action: Action): boolean =>
  rolesFor(action).some((role) => held.includes(role))
