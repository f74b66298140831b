import { expect, test } from 'vitest'
import { judge } from '#app/domain/jurisdictions/judge.ts'
import type { RuleInForce } from '#app/domain/jurisdictions/rule.ts'

const rule = (facts: Partial<RuleInForce>): RuleInForce => ({
  ...{ id: 'r', code: 'xx-rule', version: 1, place: 'US-XX', kind: 'cap_per_bond', effect: 'blocks_posting' },
  ...{ summary: 'A rule.', capCents: null, bondCount: null, periodDays: null, counted: 0 },
  ...{ source: 'A law', readOn: '2026-01-01', reviewed: true, clearance: null },
  ...{ certifiedUntil: null, daysLeft: null, lapsedOn: null, charge: null },
  ...facts,
})
const bail = { kind: 'court_bail' as const, principalCents: 2_000_00n }
const said = (rules: RuleInForce[]) => judge(rules, bail).map(({ code, blocks }) => [code, blocks])

test('a cap speaks above it and not at it', () => {
  expect(said([rule({ capCents: 2_000_00n })])).toEqual([])
  expect(said([rule({ capCents: 1_999_99n })])).toEqual([['xx-rule', true]])
})

test('a limit by period speaks once it is used up', () => {
  const limit = { kind: 'bonds_per_period' as const, bondCount: 3, periodDays: 180 }
  expect(said([rule({ ...limit, counted: 2 })])).toEqual([])
  expect(said([rule({ ...limit, counted: 3 })])).toEqual([['xx-rule', true]])
})

test('a rule that nobody reviewed, or that only warns, warns', () => {
  expect(said([rule({ capCents: 1n, reviewed: false })])).toEqual([['xx-rule', false]])
  expect(said([rule({ capCents: 1n, effect: 'warns' })])).toEqual([['xx-rule', false]])
})

test('what counsel cleared blocks until a second person confirms it', () => {
  const cleared = { id: 'c', counsel: 'Ada', clearedOn: '2026-01-01', recordedBy: 'One' }
  expect(said([rule({ capCents: 1n, clearance: { ...cleared, confirmedBy: null } })])).toEqual([
    ['xx-rule', true],
  ])
  expect(said([rule({ capCents: 1n, clearance: { ...cleared, confirmedBy: 'Two' } })])).toEqual([
    ['xx-rule', false],
  ])
})

test('what figures cannot tell is always said, and what blocks comes first', () => {
  expect(
    said([
      rule({ code: 'a-certificate', kind: 'certificate', effect: 'blocks_soliciting' }),
      rule({ code: 'z-cap', capCents: 1n }),
      rule({ code: 'b-court', kind: 'litigation', effect: 'warns' }),
    ]),
  ).toEqual([
    ['z-cap', true],
    ['a-certificate', false],
    ['b-court', false],
  ])
})

test('a certificate that holds is silent, speaks of its end for sixty days, and blocks once there is none', () => {
  const asked = { kind: 'certificate' as const, effect: 'blocks_posting' as const }
  expect(said([rule({ ...asked, daysLeft: 61 })])).toEqual([])
  expect(said([rule({ ...asked, daysLeft: 60 })])).toEqual([['xx-rule', false]])
  expect(said([rule({ ...asked, daysLeft: 0 })])).toEqual([['xx-rule', false]])
  expect(said([rule(asked)])).toEqual([['xx-rule', true]])
  expect(said([rule({ ...asked, effect: 'warns' })])).toEqual([['xx-rule', false]])
})
