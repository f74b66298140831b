import { expect, test } from 'vitest'
import { inTransaction } from '#app/platform/db.ts'
import * as advance from '#app/routes/admin.cash.$advanceId.tsx'
import * as box from '#app/routes/admin.cash.box.$fundId.tsx'
import * as out from '#app/routes/admin.cash.new.tsx'
import { givenTotp } from '#tests/domain/staff/given-factors.ts'
import { confirmBy, countBack, givenApproved, signOut } from '#tests/support/given-advance.ts'
import { givenTeam } from '#tests/support/given-disbursement.ts'
import { enterMove } from '#tests/support/given-move.ts'
import { givenPoster } from '#tests/support/given-posting.ts'
import { useWorld } from '#tests/support/world.ts'
import { signedIn } from './visitor.ts'

await useWorld()

test('what the pages of cash refuse is in the audit of their fund', async () => {
  const own = await givenTeam()
  const { treasurer, approver, intake, fundId } = own
  const as = async (staff: { id: string }) => {
    await givenTotp(staff.id)
    return (await signedIn(staff.id)).post
  }
  const [byTreasurer, byApprover, byIntake] = [await as(treasurer), await as(approver), await as(intake)]
  const at = { params: { advanceId: await signOut(own, { amount: 50_00n }), fundId } }
  await byTreasurer(advance, { act: 'confirm', code: '123456' }, at)
  await byApprover(advance, { act: 'confirm' }, at)
  await confirmBy(approver, at.params.advanceId)

  const counted = { amount: '20', broughtTo: 'bank', witnessId: approver.id }
  await byIntake(advance, { act: 'bring_back', ...counted }, at)
  const returnId = await countBack(own, at.params.advanceId, 20_00n)
  await byTreasurer(advance, { act: 'sign_return', returnId }, at)
  await byTreasurer(advance, { act: 'withdraw' }, at)
  const moveId = await enterMove(own, 'cash_box', 10_00n)
  await byTreasurer(box, { act: 'sign_move', moveId }, at)

  const kept = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.auditEvent.findMany({ where: { fundId, outcome: 'refused' }, orderBy: { id: 'asc' } }),
  )
  expect(kept.map(({ actorId, action, detail }) => [actorId, action, detail])).toEqual([
    [treasurer.id, 'advance.confirmed', { reason: 'advance_is_signed_by_two' }],
    [approver.id, 'advance.confirmed', { reason: 'step_up_missing' }],
    [intake.id, 'advance.brought_back', { reason: 'role_may_not' }],
    [treasurer.id, 'advance.return_signed', { reason: 'cash_is_signed_by_its_witness' }],
    [treasurer.id, 'advance.withdrawn', { reason: 'advance_is_out' }],
    [treasurer.id, 'cash_box.move_signed', { reason: 'cash_is_signed_by_its_witness' }],
  ])
})

test('whoever only posts is named beside the choice of who carries cash for a ride, in words', async () => {
  const { treasurer, fundId, ...own } = await givenTeam()
  const ride = await givenApproved({ treasurer, fundId, ...own }, { kind: 'support', principal: 50_00n })
  const poster = await givenPoster(fundId)
  await givenTotp(treasurer.id)
  const form = { fundId, posterId: poster.id, source: 'bank', amount: '50', disbursementIds: ride }
  expect(await (await signedIn(treasurer.id)).post(out, form)).toMatchObject({
    status: 409,
    data: { errors: { posterId: 'poster_carries_cash_for_bonds' } },
  })
})
