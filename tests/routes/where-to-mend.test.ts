import { expect, test } from 'vitest'
import { whereToMend } from '#app/routes/admin.reconciliation.closes/where-to-mend.ts'

const unclear = (fundId: string) => ({ what: 'suspense_is_not_zero', fundId, bankAccountId: null })

test('unclear money leads to what made it unclear', () => {
  const atBank = { what: 'differences_wait_for_their_meaning', fundId: 'one', bankAccountId: 'checking' }
  const inBox = { what: 'cash_differences_wait_for_their_meaning', fundId: 'two', bankAccountId: null }
  const atStripe = { what: 'movements_wait_for_their_meaning', fundId: 'operating', bankAccountId: null }
  const all = [
    unclear('one'),
    unclear('two'),
    unclear('three'),
    unclear('operating'),
    atBank,
    inBox,
    atStripe,
  ]
  expect(all.map((obstacle) => whereToMend(obstacle, all))).toEqual([
    '/admin/reconciliation/checking',
    '/admin/cash/box/two',
    // A difference that was counted after the month.
    '/admin/cash/box/three',
    '/admin/suspense',
    '/admin/reconciliation/checking',
    '/admin/cash/box/two',
    '/admin/suspense',
  ])
})
