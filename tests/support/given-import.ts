import { readFile } from 'node:fs/promises'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
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
import { givenStepUp } from './given.ts'
import { until } from './until.ts'

const system = { scope: { kind: 'system' } } as const

export const fixture = (name: string): Promise<Buffer> =>
  readFile(new URL(`../domain/imports/files/${name}`, import.meta.url))

/** In pieces as small as a slow line would bring them, so that every cut falls somewhere. */
export async function* inPieces(file: string | Uint8Array, size = 7): AsyncGenerator<Uint8Array> {
  const bytes = typeof file === 'string' ? Buffer.from(file) : file
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

/** `byWorker` where a worker runs beside the test: it does the work, and is only waited for. */
type Worked = { byWorker?: boolean }
type Uploaded = Worked & { staff: ActingStaff; fundId: string; file: string | Uint8Array; layout?: string }

/** A file that was uploaded, and not read yet. Answers the batch. */
export async function givenUpload({ staff, fundId, file, layout = 'donorbox' }: Uploaded): Promise<string> {
  const kept = await keepFile(inPieces(file, 4096))
  if (typeof kept === 'string') throw new Error(kept)
  return addImport({ staff, fundId, layout, dayOrder: 'month_first', file: kept })
}

/** A file that was read and waits to be looked through. */
export async function givenImport(of: Uploaded): Promise<string> {
  const batchId = await givenUpload(of)
  if (of.byWorker) await has(batchId, ['read', 'unreadable'])
  else await readImport({ batchId })
  return batchId
}

const head = 'Donor Email,Name,Amount,Donated At,Receipt Id,Stripe Charge Id,Join mailing list,Status'

type Line = {
  email?: string
  name?: string
  amount?: string
  on?: string
  receipt?: string
  id?: string
  opt?: string
}

/** A file in Donorbox's layout, of fictional gifts. */
export const csvOf = (lines: Line[]): string =>
  [
    head,
    ...lines.map(
      ({ email = 'ana@donor.example', name = 'Ana Example', amount = '25.00', on = '2019-05-05', ...more }) =>
        [email, name, amount, on, more.receipt ?? '', more.id ?? '', more.opt ?? '', 'paid'].join(','),
    ),
  ].join('\n')

export const rowsOf = (batchId: string) =>
  inTransaction(system, (tx) => tx.importRow.findMany({ where: { batchId }, orderBy: { line: 'asc' } }))

export const eventsOf = (batchId: string) =>
  inTransaction(system, (tx) => tx.importEvent.findMany({ where: { batchId }, orderBy: { id: 'asc' } }))

export const kindsOf = async (batchId: string): Promise<string[]> =>
  (await eventsOf(batchId)).map(({ kind }) => kind)

export const giftsOf = (batchId: string) =>
  inTransaction(system, (tx) =>
    tx.importedGift.findMany({
      where: { batchId },
      include: { donor: true, importedGiftEnd: true },
      orderBy: { line: 'asc' },
    }),
  )

async function takenOf(batchId: string): Promise<{ rows: number; cents: bigint }> {
  const taken = (await rowsOf(batchId)).filter((row) => row.taken)
  return { rows: taken.length, cents: taken.reduce((sum, { amountCents }) => sum + amountCents, 0n) }
}

/** What confirms what is taken; by default the person knows that the file does not tell refunds, if it does not. */
type Started = { staff: ActingStaff; batchId: string; total?: bigint; takesRefundedWhole?: boolean }

export async function start(of: Started): Promise<void> {
  const { staff, batchId, takesRefundedWhole = true } = of
  const shown = await takenOf(batchId)
  const stepUpId = await givenStepUp(staff.id, boundTo.startImport({ batchId, ...shown }))
  const total = cents(of.total ?? shown.cents)
  await startImport({ staff, batchId, shown, total, takesRefundedWhole, stepUpId })
}

export async function givenBroughtIn(of: Uploaded): Promise<string> {
  const batchId = await givenImport(of)
  await start({ staff: of.staff, batchId })
  if (of.byWorker) await has(batchId, ['committed'])
  else await bringIn({ batchId })
  return batchId
}

type Undone = Worked & { staff: ActingStaff; batchId: string }

export async function undo({ staff, batchId, byWorker = false }: Undone): Promise<void> {
  const stepUpId = await givenStepUp(staff.id, boundTo.undoImport(batchId))
  await undoImport({ staff, batchId, stepUpId })
  if (byWorker) await has(batchId, ['undone'])
  else await takeBack({ batchId })
}

const has = (batchId: string, kinds: string[]): Promise<void> =>
  until(async () => (await kindsOf(batchId)).some((kind) => kinds.includes(kind)))
