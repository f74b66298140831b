import { expect, test } from 'vitest'
import { byTheClock, type Waiting } from '#app/domain/waiting.ts'
import { waitTogether } from '#app/domain/waiting-together.ts'

const at = new Date('2026-11-23T15:00:00Z')
const inDays = (days: number) => new Date(at.getTime() + days * 86_400_000)

const item = (act: string, since: number, due: number | null): Waiting => ({
  ...{ act, to: `/${act}`, fundId: 'fund', caseCode: null, amountCents: 1n },
  ...{ since: inDays(since), dueAt: due === null ? null : inDays(due) },
})

test('what has no last day stands behind this week and before next month, and never hides what is due today', () => {
  const items = [
    item('certificate', -1, 60),
    item('new pile', 0, null),
    item('old pile', -900, null),
    item('older pile', -901, null),
    item('this week', -1, 3),
    item('today', -1, 0.3),
    item('late', -5, -2),
  ]
  expect(items.sort(byTheClock(at)).map(({ act }) => act)).toEqual([
    ...['late', 'today', 'older pile', 'old pile', 'this week', 'new pile', 'certificate'],
  ])
})

test('several that are one row stand where the first of them would', () => {
  const many = [item('a', -900, 60), item('b', -30, null), item('c', -1, null), item('d', -1, 40)]
  const [row] = waitTogether(many, () => ({ act: 'many', to: '/many' }))
  expect(row).toMatchObject({ act: 'many', amountCents: 4n, since: inDays(-30), dueAt: null })
})
