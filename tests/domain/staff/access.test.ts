import { expect, test } from 'vitest'
import { actions, may, roles, rolesFor } from '#app/domain/staff/access.ts'

test('who may do what', () => {
  const table = actions.map((action) => `${action.padEnd(22)} ${rolesFor(action).join(' ')}`).join('\n')
  expect(table).toMatchInlineSnapshot(`
    "desk:read              intake approver treasurer auditor administrator poster trustee
    funds:read             intake approver treasurer auditor administrator
    funds:manage           administrator
    jurisdictions:read     intake approver treasurer auditor administrator
    jurisdictions:manage   administrator
    jurisdictions:review   approver treasurer auditor administrator
    reports:file           treasurer administrator
    requests:read          intake approver treasurer auditor administrator
    requests:work          intake administrator
    requests:decide        approver administrator
    disbursements:read     intake approver treasurer auditor administrator
    disbursements:propose  intake treasurer administrator
    disbursements:cancel   intake treasurer administrator
    disbursements:approve  approver administrator
    disbursements:reject   approver administrator
    disbursements:pay      intake treasurer poster
    disbursements:clear    intake approver treasurer administrator
    postings:assign        intake treasurer administrator
    postings:read          intake treasurer poster
    on-call:read           intake approver treasurer administrator
    on-call:take           approver administrator
    bonds:read             intake approver treasurer auditor administrator
    bonds:follow           intake approver treasurer administrator
    bonds:return           approver treasurer administrator
    cash:read              intake approver treasurer auditor administrator
    cash:handle            approver treasurer administrator
    expenses:read          intake approver treasurer auditor administrator
    expenses:own           intake approver treasurer auditor administrator poster
    expenses:claim         intake approver treasurer administrator poster
    expenses:approve       approver administrator
    expenses:pay           intake treasurer
    remittances:read       intake approver treasurer auditor administrator
    remittances:enter      intake approver treasurer administrator
    remittances:close      approver treasurer administrator
    copays:follow          intake approver treasurer administrator
    copays:work            intake treasurer administrator
    copays:receive         intake treasurer
    copays:approve         approver administrator
    copays:pay             intake treasurer
    copays:review          administrator
    donations:read         treasurer auditor administrator
    donations:refund       treasurer administrator
    donations:reveal       treasurer administrator
    offline:read           intake treasurer auditor administrator
    offline:enter          intake treasurer administrator
    offline:close          treasurer administrator
    offline:reverse        treasurer administrator
    donors:read            treasurer administrator
    donors:reveal          treasurer administrator
    donors:keep            treasurer administrator
    donors:merge           treasurer administrator
    donors:export          treasurer administrator
    kept-receipts:open     treasurer administrator
    disputes:answer        treasurer administrator
    comments:read          treasurer auditor administrator
    comments:decide        treasurer administrator
    mail:read              treasurer auditor administrator
    mail:mend              treasurer administrator
    schedules:ask          treasurer administrator
    defence:read           treasurer auditor administrator
    defence:manage         administrator
    patterns:look          treasurer administrator
    suspense:read          treasurer auditor administrator
    suspense:assign        treasurer administrator
    reconciliation:read    treasurer auditor administrator
    reconciliation:work    treasurer administrator
    books:close            treasurer administrator
    journal:read           treasurer auditor administrator
    journal:map            treasurer administrator
    statements:announce    treasurer administrator
    imports:run            treasurer administrator
    ledger:read            treasurer auditor administrator
    audit:read             auditor administrator
    samples:read           intake approver treasurer auditor administrator
    samples:draw           auditor
    samples:show           intake approver treasurer administrator
    incidents:read         intake approver treasurer auditor administrator
    incidents:raise        intake approver treasurer auditor administrator
    incidents:lift         intake approver treasurer administrator
    closes:read            intake approver treasurer auditor administrator
    closes:publish         treasurer administrator
    updates:read           intake approver treasurer auditor administrator
    updates:compose        intake administrator
    updates:publish        treasurer administrator
    vault:read             intake approver treasurer administrator
    vault:write            intake administrator
    vault:reveal           intake approver treasurer
    vault:erase            administrator
    vault:break-glass      administrator
    emergencies:read       intake approver treasurer auditor administrator
    emergencies:review     approver auditor administrator
    demands:manage         administrator
    staff:read             auditor administrator
    staff:manage           administrator
    recoveries:read        auditor administrator trustee
    recoveries:confirm     administrator trustee"
  `)
})

test('a person may do what any of their roles may, and nothing without a role', () => {
  expect(may(['auditor', 'approver'], 'disbursements:approve')).toBe(true)
  expect(may(['auditor', 'intake'], 'disbursements:approve')).toBe(false)
  for (const action of actions) {
    expect(may([], action)).toBe(false)
    expect(may(roles, action)).toBe(true)
  }
})

test('an auditor reads, records counsel’s reviews, draws samples, reviews emergencies and may stop what goes out, and changes nothing else', () => {
  const allowed = actions.filter((action) => may(['auditor'], action) && !/:(?:read|own)$/.test(action))
  expect(allowed).toEqual(['jurisdictions:review', 'samples:draw', 'incidents:raise', 'emergencies:review'])
})

test('no one role can take money through the whole round', () => {
  const round = [
    'disbursements:propose',
    'disbursements:approve',
    'disbursements:pay',
    'bonds:return',
  ] as const
  for (const role of roles) expect(round.every((action) => may([role], action))).toBe(false)
})
