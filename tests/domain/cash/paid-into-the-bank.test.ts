import { expect, test } from 'vitest'
import { movedWithinADay } from '#app/domain/cash/reads/moved-within-a-day.server.ts'
import { agreementPage } from '#app/domain/copays/reads/agreement-page.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { batchPage } from '#app/domain/offline-gifts/batch-page.server.ts'
import { withdrawBatch } from '#app/domain/offline-gifts/withdraw-batch.server.ts'
import { asOfTime } from '#app/platform/clock.ts'
import { inTransaction } from '#app/platform/db.ts'
import { caseOf, givenAgreement, receiveBy } from '#tests/support/given-copay.ts'
import { givenProposal, givenTeam } from '#tests/support/given-disbursement.ts'
import { enter, givenBatch, givenDesk } from '#tests/support/given-offline.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

const intoTheBank = async (fundIds: string[], at = new Date()): Promise<bigint> => {
  const moved = await inTransaction({ scope: { kind: 'staff', fundIds } }, (tx) => movedWithinADay(tx, at))
  return moved.bank
}

test('a family’s part counts towards large cash where it came in cash, and not where it came as anything else', async () => {
  const team = await givenTeam()
  const caseCode = await caseOf(await givenProposal(team))
  const agreementId = await givenAgreement(team, { caseCode, amount: 9_000_00n })
  await receiveBy(team.treasurer, agreementId, 2_000_00n, 'Check 12', 'check')
  expect(await intoTheBank([team.fundId])).toBe(0n)
  await receiveBy(team.treasurer, agreementId, 6_000_00n, 'Slip 7', 'cash')
  expect(await intoTheBank([team.fundId])).toBe(6_000_00n)
  const page = await agreementPage({ agreementId, staff: reader(team.treasurer) })
  expect(page).toMatchObject({
    depositedCents: 6_000_00n,
    receipts: [{ method: 'check' }, { method: 'cash' }],
  })
  expect(await intoTheBank([team.fundId], new Date(Date.now() + 25 * 3_600_000))).toBe(0n)
})

test('gifts of cash that were taken to the bank count with what else it got that day, until their batch is withdrawn', async () => {
  const desk = await givenDesk()
  const batch = async (pieces: Parameters<typeof enter>[2][], keptIn: 'bank' | 'cash_box' = 'bank') => {
    const batchId = await givenBatch(desk.intake, { total: 30_000_00n, pieces: 3, keptIn })
    for (const piece of pieces)
      await enter(desk.intake, batchId, { ...piece, split: [[desk.fundIds[0], piece.amount]] })
    return batchId
  }
  const largeOf = async (batchId: string) =>
    (await batchPage({ batchId, staff: reader(desk.intake) }))?.largeCents
  const cash = (amount: bigint) => ({ kind: 'cash' as const, amount })
  const first = await batch([cash(6_000_00n), { amount: 8_000_00n, reference: '1044' }])
  expect(await largeOf(first)).toBeNull()
  await batch([cash(9_000_00n)], 'cash_box')
  expect(await intoTheBank(desk.fundIds)).toBe(6_000_00n)

  const second = await batch([cash(4_000_00n)])
  expect([await largeOf(first), await largeOf(second)]).toEqual([10_000_00n, 10_000_00n])
  expect(await largeOf(await batch([{ amount: 12_000_00n, reference: '1045' }]))).toBeNull()
  await asOfTime(new Date(Date.now() + 3 * 86_400_000), async () => {
    expect(await largeOf(second)).toBe(10_000_00n)
  })
  await withdrawBatch({ staff: desk.intake, batchId: first })
  expect(await intoTheBank(desk.fundIds)).toBe(4_000_00n)
})

const reader = (staff: ActingStaff) => ({
  ...staff,
  language: 'en',
  roles: staff.fundIds.map((fundId) => ({ fundId, role: 'treasurer' as const })),
})
