import { expect, test } from 'vitest'
import { fundBalances } from '#app/domain/ledger/balances.server.ts'
import { cents } from '#app/domain/money/cents.ts'
import { myPosting } from '#app/domain/postings/my-posting.server.ts'
import { postAssignedBond } from '#app/domain/postings/post-assigned-bond.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { inTransaction } from '#app/platform/db.ts'
import { givenStepUp } from '#tests/support/given.ts'
import { back, givenAdvance } from '#tests/support/given-advance.ts'
import { givenTeam, hashOf } from '#tests/support/given-disbursement.ts'
import { givenAssignedBond, givenPoster } from '#tests/support/given-posting.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

test('someone who only posts takes cash from two others, pays with it, and what is left is counted back', async () => {
  const team = await givenTeam()
  const poster = await givenPoster(team.fundId)
  const disbursementId = await givenAssignedBond(team, poster)
  const advanceId = await givenAdvance(team, { poster, amount: 2_540_00n, for: [disbursementId] })
  const page = await myPosting({ staffId: poster.id, disbursementId, language: 'en' })
  expect(page?.advances).toMatchObject([{ id: advanceId, isMine: true }])

  const contentHash = await hashOf(disbursementId)
  await postAssignedBond({
    ...{ staff: poster, disbursementId, contentHash, from: { advanceId } },
    stepUpId: await givenStepUp(poster.id, boundTo.pay({ id: disbursementId, contentHash })),
    ...{ principal: cents(2_400_00n), fees: cents(35_00n), payee: 'Larkspur County Clerk' },
    ...{ method: 'cash', receiptNumber: 'R-81' },
  })
  await back(team, advanceId, 105_00n)
  const balances = await inTransaction({ scope: { kind: 'system' } }, (tx) => fundBalances(tx, team.fundId))
  expect(balances).toMatchObject({
    bank: 17_565_00n,
    advance: 0n,
    bond_deposit: 2_400_00n,
    bond_fees: 35_00n,
  })
})
