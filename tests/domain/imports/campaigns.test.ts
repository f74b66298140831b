import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { campaignsOf } from '#app/domain/imports/campaigns.server.ts'
import { chooseCampaignFunds } from '#app/domain/imports/choose-campaign-funds.server.ts'
import { decideRow, decideRows } from '#app/domain/imports/decide-rows.server.ts'
import { proposedColumns } from '#app/domain/imports/proposed-columns.ts'
import { inTransaction } from '#app/platform/db.ts'
import { givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { eventsOf, fixture, givenImport, givenUpload, rowsOf, start } from '#tests/support/given-import.ts'
import { whyRefused } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

let team: Team
let fundId: string
let staff: Team['treasurer']
beforeAll(async () => {
  team = await givenTeam()
  fundId = team.fundId
  staff = team.treasurer
})

const system = { scope: { kind: 'system' } } as const

describe('campaigns', () => {
  const head = 'Donor Email,Name,Campaign,Amount,Donated At,Receipt Id'
  const line = (campaign: string, receipt: string, over = '') =>
    `${over || `${receipt}@donor.example`},Robin Example,${campaign},10.00,2019-03-03,${receipt}`
  const seen = (batchId: string) =>
    inTransaction({ scope: { kind: 'staff', fundIds: [fundId, other.fundId] } }, (tx) =>
      campaignsOf(tx, batchId),
    )
  let other: Team
  beforeAll(async () => {
    other = await givenTeam()
  })

  test('whose file it is is seen by its columns; nobody’s is mapped by hand, with what its names propose', async () => {
    const made = async (file: string | Uint8Array) => {
      const batchId = await givenUpload({ staff, fundId, layout: 'recognized', file })
      const batch = await inTransaction(system, (tx) =>
        tx.importBatch.findUniqueOrThrow({ where: { id: batchId } }),
      )
      return batch.layout
    }
    for (const name of ['stripe', 'givewp', 'donorbox', 'actblue'])
      expect(await made(await fixture(`${name}.csv`))).toBe(name)
    expect(await made('Donor Email,Amount,Donated At,Receipt Id\n"never closed,1\n')).toBe('donorbox')
    expect(await made('Id,Amount,Created\n1,2,3\n')).toBe('own')
    expect(proposedColumns(['E-mail', 'Amount', 'Gift date', 'Fund', 'Amount', 'x'], 'gifts')).toEqual({
      ...{ email: 'E-mail', amount: 'Amount', date: 'Gift date', fund: 'Fund' },
    })
  })

  test('none is guessed: its gifts wait until a person says the fund, which the next file remembers', async () => {
    const file = [
      head,
      line('Spring', 'a'),
      line('spring ', 'b'),
      line('Old', 'c'),
      line('', 'd'),
      line('Bail Fund', 'e'),
    ]
    const batchId = await givenImport({ staff, fundId, file: file.join('\n') })
    const choose = (choices: [campaign: string, chosen: string][], by = staff) =>
      seen(batchId).then((lines) =>
        chooseCampaignFunds({
          ...{ staff: by, batchId },
          choices: choices.map(([name, chosen]) => ({
            ...{ token: lines.find((one) => one.name === name)?.token ?? 'ff'.repeat(32), chosen },
          })),
        }),
      )
    const lines = async () =>
      (await seen(batchId)).map((one) => [one.name, one.rows, one.chosen, one.isKnown])
    expect(await lines()).toEqual([
      ['Spring', 2, '', false],
      ['Old', 1, '', false],
      ['Bail Fund', 1, fundId, true],
    ])
    expect((await rowsOf(batchId)).map(({ taken }) => taken)).toEqual([false, false, false, true, true])
    expect(await whyRefused(decideRow({ staff, batchId, line: 2, decision: 'take' }))).toBe(
      'row_needs_a_fund',
    )
    expect(
      await whyRefused(decideRows({ staff, batchId, why: 'campaign_unknown', decision: 'take', count: 3 })),
    ).toBe('decision_does_not_fit')
    expect(await whyRefused(start({ staff, batchId }))).toBe('every_row_is_decided')
    expect(await whyRefused(choose([['Spring', other.fundId]]))).toBe('role_may_not')
    expect(await whyRefused(choose([['Spring', randomUUID()]]))).toBe('role_may_not')
    expect(await whyRefused(choose([['Summer', fundId]]))).toBe('rows_changed')
    expect(await whyRefused(choose([['Spring', fundId]], other.treasurer))).toBe('import_unknown')

    await choose([
      ['Spring', fundId],
      ['Old', 'leave'],
    ])
    expect((await rowsOf(batchId)).map(({ decision, taken }) => [decision, taken])).toEqual([
      [null, true],
      [null, true],
      ['skip', false],
      [null, true],
      [null, true],
    ])
    await choose([['Old', fundId]])
    expect((await rowsOf(batchId)).every(({ taken }) => taken)).toBe(true)
    await choose([['Old', 'leave']])
    await start({ staff, batchId })
    expect(await whyRefused(choose([['Old', fundId]]))).toBe('import_is_elsewhere')

    const again = await givenImport({
      staff,
      fundId,
      file: [head, line('SPRING', 'f'), line('Old', 'g')].join('\n'),
    })
    expect((await seen(again)).map(({ name, chosen, isKnown }) => [name, chosen, isKnown])).toEqual([
      ['Old', '', false],
      ['SPRING', fundId, true],
    ])
    // Another fund's staff, who brings a file of the same kind, is asked: what others said is not theirs to use.
    const theirs = await givenImport({
      staff: other.treasurer,
      fundId: other.fundId,
      file: [head, line('Spring', 'h')].join('\n'),
    })
    expect((await seen(theirs)).map(({ chosen }) => chosen)).toEqual([''])
  })

  test('a column with too many of them holds something else', async () => {
    const file = [head, ...Array.from({ length: 201 }, (_, at) => line(`C${at}`, `m${at}`))]
    const batchId = await givenImport({ staff, fundId, file: file.join('\n') })
    expect((await eventsOf(batchId)).map(({ reason, columnNo }) => [reason, columnNo])).toEqual([
      ['too_many_campaigns', 3],
    ])
  })
})
