import { expect, test } from 'vitest'
import type { BondKind } from '#app/domain/bonds/bond.ts'
import { type Holder, likelyDrawnTo, type PartyRole } from '#app/domain/papers/party.ts'

test.each<[BondKind, Partial<Record<PartyRole, Holder>>, ReturnType<typeof likelyDrawnTo>]>([
  ['court_bail', {}, null],
  ['court_bail', { obligor: 'fund' }, null],
  ['court_bail', { depositor: 'fund' }, 'fund'],
  ['court_bail', { depositor: 'relative', obligor: 'fund' }, 'depositor'],
  ['court_bail', { depositor: 'relative', assignee: 'nobody' }, 'depositor'],
  ['court_bail', { depositor: 'relative', assignee: 'fund' }, 'fund'],
  ['court_bail', { depositor: 'person', payee: 'fund' }, 'fund'],
  ['immigration_bond', {}, null],
  ['immigration_bond', { depositor: 'fund', posted_under: 'fund' }, null],
  ['immigration_bond', { obligor: 'fund', depositor: 'relative' }, 'fund'],
  ['immigration_bond', { obligor: 'relative' }, 'obligor'],
  ['immigration_bond', { obligor: 'person', depositor: 'fund' }, 'obligor'],
  // A court's bail can be signed over; the contract with ICE names who is paid.
  ['immigration_bond', { obligor: 'other', assignee: 'fund', payee: 'fund' }, 'obligor'],
])('the refund of %s with %j is drawn to %s', (kind, parties, drawnTo) => {
  expect(likelyDrawnTo(kind, parties)).toBe(drawnTo)
})
