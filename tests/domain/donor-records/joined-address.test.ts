import { beforeAll, expect, test } from 'vitest'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { yearsOfDonor } from '#app/domain/donor-area/gifts/gifts-of-donor.server.ts'
import { currentDonor } from '#app/domain/donor-area/sign-in/current-donor.server.ts'
import { bringIn } from '#app/domain/imports/bring-in.server.ts'
import { decideRow } from '#app/domain/imports/decide-rows.server.ts'
import { announceStatements } from '#app/domain/statements/announce-statements.server.ts'
import { sendStatements } from '#app/domain/statements/send-statements.server.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { givenFund } from '#tests/support/given.ts'
import { givenActor } from '#tests/support/given-disbursement.ts'
import { givenDonor, givenDonorSession } from '#tests/support/given-donor.ts'
import { csvOf, giftsOf, givenImport, start } from '#tests/support/given-import.ts'
import { mergeBy, undoBy } from '#tests/support/given-merge.ts'
import { whyRefused } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

let staff: ActingStaff
/** Known by checks of 2019 alone, from a file that had no address. */
let survivorId: string
/** The same person, who asked for our news. */
let mergedId: string
beforeAll(async () => {
  const fundId = await givenFund()
  staff = await givenActor(fundId, ['treasurer'])
  const file = csvOf([{ email: '', name: 'Nell Check', amount: '25.00' }])
  const batchId = await givenImport({ staff, fundId, file })
  await decideRow({ staff, batchId, line: 2, decision: 'take' })
  await start({ staff, batchId })
  await bringIn({ batchId })
  survivorId = (await giftsOf(batchId))[0]?.donorId ?? ''
  mergedId = await givenDonor({ email: 'nell@donor.example', name: 'Nell' })
})

const statements = () => sendStatements({ staff, year: 2019 })

test('an address that was joined to a record without one opens its pages, and brings its statement of the year', async () => {
  expect(await whyRefused(statements()), 'nobody can be written to').toBe('no_gifts_in_year')
  const { mergeId } = await mergeBy(staff, { survivorId, mergedId })

  const sessionId = await givenDonorSession(mergedId)
  const here = { id: survivorId, name: 'Nell Check', email: 'nell@donor.example' }
  expect(await currentDonor({ sessionId })).toMatchObject(here)
  const timezone = 'America/Chicago'
  expect((await yearsOfDonor({ donorId: survivorId, timezone })).years).toMatchObject([
    { year: 2019, cents: 25_00n },
  ])

  const batchId = await statements()
  while ((await announceStatements({ batchId })) === 'more');
  const batches = await inTransaction({ scope: { kind: 'system' } }, (tx) => tx.statementBatch.findMany())
  expect(batches).toMatchObject([{ donors: 1 }])
  expect(await db().mail.findMany({ where: { message: 'statement-ready' } })).toMatchObject([
    { recipient: 'nell@donor.example', donorId: survivorId },
  ])
  expect(await brokenBooks()).toEqual([])

  // Taken apart again, the address is somebody else's: it opens nothing of this record.
  await undoBy(staff, { donorId: survivorId, mergeId })
  expect(await currentDonor({ sessionId })).toBeNull()
})
