import { expect, test } from 'vitest'
import { sharedBondPage } from '#app/domain/disbursements/shared-bonds/shared-bond-page.server.ts'
import { fundBalances } from '#app/domain/ledger/balances.server.ts'
import { myPosting } from '#app/domain/postings/my-posting.server.ts'
import { inTransaction } from '#app/platform/db.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { back, givenAdvance } from '#tests/support/given-advance.ts'
import { approveBy } from '#tests/support/given-disbursement.ts'
import {
  type Alliance,
  givenAlliance,
  givenSharedProposal,
  paySharedBy,
} from '#tests/support/given-shared-bond.ts'
import { refusalOf } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

const balances = (fundId: string) =>
  inTransaction({ scope: { kind: 'system' } }, (tx) => fundBalances(tx, fundId))

async function givenFloats(alliance: Alliance): Promise<string[]> {
  const floats: string[] = []
  for (const fundId of alliance.fundIds)
    floats.push(await givenAdvance({ ...alliance, fundId }, { amount: 3_500_00n }))
  return floats
}

test('each part of a shared bond is offered the cash that its payer carries of its fund, and is paid out of it where they say so', async () => {
  const alliance = await givenAlliance()
  const shared = await givenSharedProposal(alliance)
  for (const id of shared.disbursementIds) await approveBy(alliance.approver, id)
  const [first = '', second = ''] = await givenFloats(alliance)

  const roles = alliance.fundIds.map((fundId) => ({ fundId, role: 'intake' as const }))
  const staff = { ...alliance.intake, roles, language: 'en' }
  const page = await sharedBondPage({ sharedBondId: shared.sharedBondId, staff })
  const offered = [[{ id: first, covers: false }], [{ id: second, covers: false }]]
  expect(page?.partAdvances.map(({ advances }) => advances)).toMatchObject(offered)
  expect(
    await myPosting({ staffId: staff.id, disbursementId: shared.disbursementIds[0] ?? '', language: 'en' }),
  ).toBeNull()

  const pay = (from: string[]) =>
    paySharedBy(alliance.intake, shared, {
      principal: 5_000_00n,
      from: from.map((advanceId) => (advanceId === 'bank' ? 'bank' : { advanceId })),
    })
  expect(await refusalOf(pay([second, first]))).toMatchObject({ code: 'advance_unknown' })
  await pay([first, 'bank'])
  const [one, two] = alliance.fundIds
  expect(await balances(one)).toMatchObject({ advance: 500_00n, bond_deposit: 3_000_00n, bank: 16_500_00n })
  expect(await balances(two)).toMatchObject({ advance: 3_500_00n, bond_deposit: 2_000_00n, bank: 14_500_00n })
  await back({ ...alliance, fundId: one }, first, 500_00n)
  expect(await balances(one)).toMatchObject({ advance: 0n, bank: 17_000_00n })
  expect(await brokenBooks()).toEqual([])
})
