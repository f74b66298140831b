import { addImport } from '#app/domain/imports/add-import.server.ts'
import { bringIn } from '#app/domain/imports/bring-in.server.ts'
import { keepFile } from '#app/domain/imports/keep-file.server.ts'
import { readImport } from '#app/domain/imports/read-file.server.ts'
import { startImport } from '#app/domain/imports/start-import.server.ts'
import { takeBack } from '#app/domain/imports/take-back.server.ts'
import { undoImport } from '#app/domain/imports/undo-import.server.ts'
import { cents } from '#app/domain/money/cents.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { inTransaction } from '#app/platform/db.ts'
import type { Person } from './people.ts'
import { wasPresent } from './was-present.ts'

const head = 'Donor Email,Name,Amount,Donated At,Receipt Id,Stripe Charge Id'

const earlier = [
  'wren.fictional@donor.example,Wren Fictional,25.00,03/14/2019,D-101,',
  'wren.fictional@donor.example,Wren Fictional,25.00,04/14/2019,D-102,',
  'sol.sample@donor.example,Sol Sample,150.00,06/02/2020,D-103,',
  'wren.fictional@donor.example,Wren Fictional,40.00,12/20/2021,D-104,',
]

// One row is in an earlier file, one names no amount, and one is as good as another of the same file.
const waiting = [
  'sol.sample@donor.example,Sol Sample,150.00,06/02/2020,D-103,',
  'ira.invented@donor.example,Ira Invented,60.00,08/09/2021,D-201,',
  'ira.invented@donor.example,Ira Invented,60.00,08/09/2021,D-202,',
  'kai.pretend@donor.example,Kai Pretend,,09/01/2021,D-203,',
]

/** Gifts of the years before: a file that is in, one that was taken back, and one that waits to be looked through. */
export async function seedImports(dana: Person, fundId: string): Promise<void> {
  await brought(dana, await readFrom(dana, fundId, earlier))
  const mistaken = await readFrom(dana, fundId, [
    'lou.example@donor.example,Lou Example,9.00,05/05/2018,D-1,',
  ])
  await brought(dana, mistaken)
  const stepUpId = await wasPresent(dana, boundTo.undoImport(mistaken))
  await undoImport({ staff: dana, batchId: mistaken, stepUpId })
  await takeBack({ batchId: mistaken })
  await readFrom(dana, fundId, waiting)
}

async function readFrom(staff: Person, fundId: string, lines: string[]): Promise<string> {
  const file = await keepFile(inOnePiece([head, ...lines].join('\n')))
  if (typeof file === 'string') throw new Error(file)
  const batchId = await addImport({ staff, fundId, layout: 'donorbox', dayOrder: 'month_first', file })
  await readImport({ batchId })
  return batchId
}

async function* inOnePiece(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text)
}

async function brought(staff: Person, batchId: string): Promise<void> {
  const rows = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.importRow.findMany({ where: { batchId, taken: true } }),
  )
  const shown = { rows: rows.length, cents: rows.reduce((sum, { amountCents }) => sum + amountCents, 0n) }
  const stepUpId = await wasPresent(staff, boundTo.startImport({ batchId, ...shown }))
  await startImport({ staff, batchId, shown, total: cents(shown.cents), takesRefundedWhole: true, stepUpId })
  await bringIn({ batchId })
}
