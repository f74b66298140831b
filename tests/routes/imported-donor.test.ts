import { expect, test } from 'vitest'
import { db } from '#app/platform/db.ts'
import * as gifts from '#app/routes/donor._index.tsx'
import * as documents from '#app/routes/donor.documents.tsx'
import { csvOf, givenBroughtIn } from '#tests/support/given-import.ts'
import { givenDesk } from '#tests/support/given-offline.ts'
import { useWorld } from '#tests/support/world.ts'
import { signedInDonor } from './visitor.ts'

await useWorld()

test('a donor whose gifts all came before this site finds their years, and the way to their statements', async () => {
  const desk = await givenDesk(['bail', 'bonds'])
  const [fundId = ''] = desk.fundIds
  const email = 'bo@donor.example'
  await givenBroughtIn({
    ...{ staff: desk.treasurer, fundId },
    file: csvOf([
      { email, amount: '15.00', on: '2019-05-06', id: 'ch_Fiction1' },
      { email, amount: '10.00', on: '2019-06-06', id: 'ch_Fiction2' },
    ]),
  })
  const { id } = await db().donor.findUniqueOrThrow({ where: { email } })
  const bo = await signedInDonor(id)
  const years = [{ year: 2019, gifts: 2, cents: 25_00n }]
  expect((await bo.get(documents)).data).toMatchObject({ receipts: [], hasStatements: true, years })
  expect((await bo.get(gifts)).data).toMatchObject({ gifts: [], years })
})
