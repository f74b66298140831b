import { beforeAll, expect, test } from 'vitest'
import { db } from '#app/platform/db.ts'
import { givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { givenDonor } from '#tests/support/given-donor.ts'
import { csvOf, givenBroughtIn, givenImport, rowsOf } from '#tests/support/given-import.ts'
import { mergeBy } from '#tests/support/given-merge.ts'
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

const donorBy = (email: string) => db().donor.findUnique({ where: { email } })

test('a row under the address of one record finds the gift of another that is joined with it', async () => {
  const survivorId = await givenDonor({ email: 'lis@donor.example', name: 'Lis' })
  const row = { name: 'Lis', on: '2018-03-04', amount: '31.00' }
  await givenBroughtIn({ staff, fundId, file: csvOf([{ ...row, email: 'lis.old@donor.example' }]) })
  const merged = await donorBy('lis.old@donor.example')
  await mergeBy(staff, { survivorId, mergedId: merged?.id ?? '' })
  const batchId = await givenImport({
    ...{ staff, fundId },
    file: csvOf([{ ...row, email: 'lis@donor.example', id: 'ch_other' }]),
  })
  const [found] = await rowsOf(batchId)
  expect(found?.findings).toMatchObject([{ why: 'same_day', kind: 'imported' }])
})
