import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { issueReceipts } from '#app/domain/receipts/issue-receipts.server.ts'
import { givenActor, type Team } from '#tests/support/given-disbursement.ts'
import { askBack, close, confirmBack, enter, givenBatch } from '#tests/support/given-offline.ts'

/** Batches that are open, whole and booked; a gift to be printed, and one that is to be undone. */
export async function givenOfflineGifts(team: Team, administrator: ActingStaff) {
  const fundIds = [team.fundId]
  const treasurer = await givenActor(team.fundId, ['treasurer'])
  const open = await givenBatch(team.intake, { total: 300_00n, pieces: 3, fundIds, reference: 'Deposit 31' })
  await enter(team.intake, open, { amount: 200_00n, reference: '87' }, { name: 'Check Example' })
  const whole = await givenBatch(team.intake, { total: 40_00n, pieces: 1, fundIds, reference: 'Deposit 30' })
  await enter(team.intake, whole, { kind: 'cash', amount: 40_00n }, { name: 'Cash Example' })

  const booked = await givenBatch(team.intake, {
    total: 1_000_00n,
    pieces: 2,
    fundIds,
    reference: 'Deposit 29',
  })
  await enter(team.intake, booked, { amount: 250_00n, reference: '86' }, { name: 'Postal Example' })
  await enter(
    team.intake,
    booked,
    { kind: 'stock', amount: 750_00n, ticker: 'LARK', shares: '12.5' },
    { name: 'Stock Example', email: 'stock@donor.example' },
  )
  const { paymentIds } = await close(administrator, booked)
  await issueReceipts({ paymentIds })
  const [print = '', undo = ''] = paymentIds
  await askBack(treasurer, undo, { reason: 'entered_wrongly' })
  return { batches: { open, whole, booked }, gifts: { print, undo, less: await givenLess() } }

  /** A check of which a part was given back, with no address to say so to. */
  async function givenLess(): Promise<string> {
    const batchId = await givenBatch(team.intake, {
      ...{ total: 100_00n, pieces: 1, fundIds, reference: 'Deposit 28' },
    })
    await enter(team.intake, batchId, { amount: 100_00n, reference: '85' }, { name: 'Partly Example' })
    const { paymentIds } = await close(administrator, batchId)
    await issueReceipts({ paymentIds })
    const [less = ''] = paymentIds
    const parts: [string, bigint][] = [[team.fundId, 30_00n]]
    await confirmBack(administrator, await askBack(treasurer, less, { reason: 'given_back', parts }))
    return less
  }
}
