import { describe, expect, test } from 'vitest'
import {
  allowsPosting,
  bindsMoney,
  moneyIsUnderWay,
  nextPreparation,
  notBegun,
  type Prepared,
  preparationSteps,
  whyNotStep,
} from '#app/domain/bond-preparation/preparation.ts'
import { courtBondTransitions, immigrationBondTransitions } from '#app/domain/bonds/states.ts'
import { waysTo } from '#tests/support/given-preparation.ts'

const tables: Record<string, Readonly<Record<string, readonly string[]>>> = {
  court_bail: courtBondTransitions,
  immigration_bond: immigrationBondTransitions,
}
const at = new Date('2026-11-21T12:00:00Z')
const standing = (kind: string, state: string, other: Partial<Prepared> = {}): Prepared => ({
  ...{ kind, state: 'approved', expiresAt: new Date(at.getTime() + 1), cashIsOut: false, shared: null },
  preparation: { ...notBegun, state },
  ...other,
})
const why = (to: (typeof preparationSteps)[number], of: Prepared, role: 'intake' | 'auditor' = 'intake') =>
  whyNotStep(to, of, { roles: [role] }, at)?.code ?? null

describe.each(['court_bail', 'immigration_bond'] as const)('%s, every state by every step', (kind) => {
  const before = Object.keys(waysTo[kind]).filter((state) => state !== 'returned_unposted')

  test.each(before)('from %s only what the table allows, and never posted', (state) => {
    const allowed = preparationSteps.filter((to) => why(to, standing(kind, state)) === null)
    expect(allowed.toSorted()).toEqual(
      (tables[kind]?.[state] ?? []).filter((to) => to !== 'posted').toSorted(),
    )
    expect(nextPreparation(kind, state)).toEqual(allowed)
  })

  test('from no state after posting, though some of its names are the same', () => {
    const after = Object.keys(tables[kind] ?? {}).filter((state) => !(state in waysTo[kind]))
    expect(after.length).toBeGreaterThan(10)
    for (const state of after) expect([state, nextPreparation(kind, state)]).toEqual([state, []])
  })
})

test('what binds money waits for the approval, and is not done under one that ran out', () => {
  const proposed = { state: 'proposed' }
  const expired = { expiresAt: at }
  const answers = (of: Partial<Prepared>) => [
    why('verification_sent', standing('immigration_bond', 'drafted', of)),
    why('contract_signed', standing('immigration_bond', 'verified', of)),
    why('wire_sent', standing('immigration_bond', 'contract_signed', of)),
    why('cash_out', standing('court_bail', 'drafted', of)),
  ]
  const waits = 'preparation_waits_for_approval'
  const late = 'approval_had_ended'
  expect(answers({})).toEqual([null, null, null, null])
  expect(answers(proposed)).toEqual([null, waits, waits, waits])
  expect(answers(expired)).toEqual([null, late, late, late])
  expect(preparationSteps.filter(bindsMoney)).toEqual(['cash_out', 'contract_signed', 'wire_sent'])
})

test('by a role that follows bonds, of a bond that is still ahead, and not against cash that is out', () => {
  expect(why('cash_out', standing('court_bail', 'drafted'), 'auditor')).toBe('role_may_not')
  expect(why('cash_out', standing('support', 'drafted'))).toBe('only_a_bond_is_prepared')
  for (const state of ['paid', 'settled', 'rejected', 'cancelled', 'expired'])
    expect(why('cash_out', standing('court_bail', 'drafted', { state }))).toBe(`disbursement_is_${state}`)
  expect(why('cash_out', standing('court_bail', 'drafted', { shared: { over: true } }))).toBe(
    'shared_bond_is_over',
  )
  const out = standing('court_bail', 'cash_out', { cashIsOut: true })
  expect(why('returned_unposted', out)).toBe('cash_is_out_for_it')
})

test('where it stands says whether it may be posted, and whether its money is under way', () => {
  const states = [...new Set([...Object.keys(waysTo.court_bail), ...Object.keys(waysTo.immigration_bond)])]
  const stands = (state: string) => ({ ...notBegun, state })
  expect(states.filter((state) => !allowsPosting(stands(state))).toSorted()).toEqual([
    'amount_changed',
    'refused',
    'stayed',
    'verification_sent',
    'wire_returned',
  ])
  expect(states.filter((state) => moneyIsUnderWay(stands(state)))).toEqual(['cash_out', 'wire_sent'])
})
