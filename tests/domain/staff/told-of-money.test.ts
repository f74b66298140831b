import { expect, test } from 'vitest'
import { proposePayout } from '#app/domain/copays/propose-payout.server.ts'
import { cents } from '#app/domain/money/cents.ts'
import { inTransaction } from '#app/platform/db.ts'
import { confirmBy, signOut } from '#tests/support/given-advance.ts'
import { approvePayoutBy, caseOf, givenHeldPart, payPayoutBy } from '#tests/support/given-copay.ts'
import { givenActor, givenProposal, givenTeam } from '#tests/support/given-disbursement.ts'
import { approveClaim, givenClaim, givenOwed, payClaim, settleClaims } from '#tests/support/given-expense.ts'
import { useWorld } from '#tests/support/world.ts'

/* Whichever way money leaves a fund, every administrator of it hears of each yes and of each payment, once. */

await useWorld()
const team = await givenTeam()
const ada = await givenActor(team.fundId, ['administrator'])
await givenActor((await givenTeam()).fundId, ['administrator'])

const before = new Set<string>()
/** What was told since this was last asked: which event, to how many. */
async function told(): Promise<string[]> {
  const mails = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.mail.findMany({ where: { message: 'administrators-notice' }, orderBy: { recordedAt: 'asc' } }),
  )
  const fresh = mails.filter(({ id }) => !before.has(id))
  for (const { id } of fresh) before.add(id)
  for (const { staffId } of fresh) expect(staffId).toBe(ada.id)
  return fresh.map(({ dedupeKey }) => dedupeKey.split(':')[1] ?? '')
}

test('what someone laid out, and a card’s bill', async () => {
  const claimId = await givenClaim(team, { lines: [{ amount: 40_00n }] })
  await approveClaim(team.approver, claimId)
  expect(await told()).toEqual(['approved'])
  await payClaim(team.treasurer, claimId)
  expect(await told()).toEqual(['paid'])
  const bill = [await givenOwed(team, { kind: 'card' }), await givenOwed(team, { kind: 'card' })]
  expect(await told()).toEqual(['approved', 'approved'])
  await settleClaims(team.treasurer, bill)
  expect(await told()).toEqual(['paid'])
})

test('a family’s part that goes back to them', async () => {
  const caseCode = await caseOf(await givenProposal(team))
  const agreementId = await givenHeldPart(team, { caseCode, amount: 400_00n })
  const { payoutId } = await proposePayout({ staff: team.treasurer, agreementId, amount: cents(400_00n) })
  expect(await told()).toEqual([])
  await approvePayoutBy(team.approver, payoutId)
  await payPayoutBy(team.intake, payoutId)
  expect(await told()).toEqual(['approved', 'paid'])
})

test('cash that two people sign out', async () => {
  const advanceId = await signOut(team, { amount: 100_00n })
  expect(await told()).toEqual([])
  await confirmBy(team.approver, advanceId)
  expect(await told()).toEqual(['cash_out'])
})
