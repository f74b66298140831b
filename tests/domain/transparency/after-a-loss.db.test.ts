import { beforeEach, expect, test } from 'vitest'
import { makePublicationClose } from '#app/domain/transparency/make-publication-close.server.ts'
import { previewClose } from '#app/domain/transparency/preview-close.server.ts'
import { givenGift } from '#tests/domain/pool-share/given-gifts.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { givenBreachedBond, givenForfeitedBond, recover, walk } from '#tests/support/given-loss.ts'
import { reinstateBond } from '#tests/support/proved.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

let team: Team
beforeEach(async () => {
  team = await givenTeam()
  await givenGift(team.fundId, { amount: 900_00n })
})

const close = () => makePublicationClose({ staffId: team.treasurer.id, fundId: team.fundId })
const figure = async (name: string) =>
  (await previewClose({ fundId: team.fundId })).figures.find((each) => each.name === name)

test('a breach taken back after a close is no loss at the next one, and the books agree', async () => {
  const bondId = await givenBreachedBond(team, { principal: 1_500_00n })
  await close()
  expect(await figure('forfeited')).toMatchObject({ trueValue: 1_500_00n, events: 0 })

  await walk(team, bondId, ['rescinded'])
  await reinstateBond({ staff: team.approver, bondId, knownFrom: 'ice_notice' })
  expect(await figure('forfeited')).toMatchObject({ trueValue: 0n, events: 1 })
  expect(await figure('out_on_bonds')).toMatchObject({ trueValue: 1_500_00n, events: 1 })
  await close()
  expect(await brokenBooks()).toEqual([])
})

test('what comes after a loss has one person behind it in what is on hand, and is neither raised nor returned', async () => {
  const bondId = await givenForfeitedBond(team, { principal: 1_500_00n })
  await close()
  await recover(team.approver, bondId, { received: 400_00n, reference: 'A' })
  await recover(team.approver, bondId, { received: 100_00n, reference: 'B' })

  expect(await figure('on_hand')).toMatchObject({ events: 2 })
  expect(await figure('returned')).toMatchObject({ trueValue: 0n, events: 0 })
  expect(await figure('lost')).toMatchObject({ trueValue: 1_500_00n, events: 0 })
  await close()
  expect(await brokenBooks()).toEqual([])
})
