import { expect, test } from 'vitest'
import { courtBondTransitions, immigrationBondTransitions } from '#app/domain/bonds/states.ts'
import { disbursementTransitions } from '#app/domain/disbursements/states.ts'
import { requestTransitions } from '#app/domain/requests/states.ts'
import { allTransitions, canMove } from '#app/domain/transitions.ts'

const walk = (kind: Parameters<typeof canMove>[0], path: string) => {
  const states = path.split(' ')
  return states.every((to, index) => index === 0 || canMove(kind, states[index - 1] ?? '', to))
}

test.each([
  'drafted cash_out posted released active disposed refund_due claimed returned closed',
  'drafted cash_out returned_unposted',
  'posted posted_not_released released',
  'posted posted_not_released disposed',
  'active missed_court active',
  'active missed_court forfeiture_noticed active',
  'forfeiture_noticed forfeited remitted closed',
  'forfeited closed',
  'active revoked disposed',
  'active surrendered disposed',
  'refund_due held_by_depositor claimed',
  'claimed stale written_off recovered closed',
  'written_off closed',
])('a court bond may go %s', (path) => {
  expect(walk('court_bail', path)).toBe(true)
})

test.each([
  'drafted verification_sent verified contract_signed wire_sent posted released active',
  'wire_sent wire_returned contract_signed',
  'wire_returned returned_unposted',
  'active delivery_demand breach_noticed appealed breached rescinded active',
  'delivery_demand active',
  'breached interest_claimed closed',
  'active case_ended cancellation_requested cancelled refund_due claimed returned closed',
  'refund_due stale written_off recovered closed',
])('an immigration bond may go %s', (path) => {
  expect(walk('immigration_bond', path)).toBe(true)
})

test('a disbursement goes from proposed to settled, and never ends unpaid once cash is out', () => {
  expect(walk('disbursement', 'proposed approved paid settled')).toBe(true)
  for (const end of ['rejected', 'cancelled', 'expired']) {
    expect(canMove('disbursement', 'proposed', end)).toBe(true)
    expect(canMove('disbursement', 'paid', end)).toBe(false)
  }
  expect(canMove('disbursement', 'proposed', 'paid')).toBe(false)
})

test('a request goes from referred to closed, or ends another way', () => {
  expect(walk('request', 'referred screening recommended approved closed')).toBe(true)
  expect(walk('request', 'screening waitlisted screening no_bond_available')).toBe(true)
})

test('nothing moves out of a state that does not exist', () => {
  expect(canMove('court_bail', 'toString', 'closed')).toBe(false)
  expect(canMove('court_bail', 'closed', 'drafted')).toBe(false)
})

test.each([
  ['drafted', courtBondTransitions],
  ['drafted', immigrationBondTransitions],
  ['proposed', disbursementTransitions],
  ['referred', requestTransitions],
])('from %s every state can be reached, and every move leads to a known state', (first, table) => {
  const next = table as Record<string, readonly string[]>
  const reached = new Set([first])
  for (const state of reached) for (const to of next[state] ?? ['unknown']) reached.add(to)
  expect([...reached].sort()).toEqual(Object.keys(table).sort())
})

test('the rows for the database are every move once', () => {
  const rows = allTransitions()
  expect(new Set(rows.map((row) => `${row.kind} ${row.from} ${row.to}`)).size).toBe(rows.length)
  expect(rows.every(({ kind, from, to }) => canMove(kind, from, to))).toBe(true)
})
