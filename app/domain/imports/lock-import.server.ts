import { Refusal } from '#app/domain/refusal.ts'
import type { Delimiter, Encoding } from '#app/platform/csv/text-kind.ts'
import type { Tx } from '#app/platform/db.ts'
import { type Stage, stageOf } from './import.ts'
import { isOwn, type LayoutName, type Mapping } from './layouts.ts'
import type { DayOrder } from './read-day.ts'

export type OpenImport = {
  id: string
  layout: LayoutName
  columns: Mapping | null
  fundId: string
  dayOrder: DayOrder
  encoding: Encoding
  delimiter: Delimiter
  fileBytes: bigint
  uploadedBy: string
  stage: Stage
  /** The run that is under way or was last. */
  run: number
}

/**
 * The batch, held until the transaction ends against everyone who decides or starts; calling off needs no hold and waits
 * for nobody. Null where it is not in this scope.
 */
export async function lockImport(tx: Tx, batchId: string): Promise<OpenImport | null> {
  const [row] = await tx.$queryRaw<Omit<OpenImport, 'stage'>[]>`
    select id, layout, columns, fund_id as "fundId", day_order as "dayOrder", encoding, delimiter, file_bytes as "fileBytes",
           uploaded_by as "uploadedBy", 0 as run
      from import_batch where id = ${batchId}::uuid for no key update`
  return row ? { ...row, ...(await standing(tx, row)) } : null
}

/** Read after the lock, so that what another just did is seen. */
async function standing(tx: Tx, { id, layout, columns }: Pick<OpenImport, 'id' | 'layout' | 'columns'>) {
  const events = await tx.importEvent.findMany({ where: { batchId: id }, orderBy: { id: 'asc' } })
  const runs = events.filter(({ kind }) => kind === 'started')
  return {
    stage: stageOf({ isMapped: !isOwn(layout) || columns !== null, kinds: events.map(({ kind }) => kind) }),
    run: runs.at(-1)?.run ?? 0,
  }
}

/** For a person of staff. Refuses `import_unknown`, and `import_is_elsewhere` where the act does not fit its stage. */
export async function openImport(tx: Tx, batchId: string, fits: Stage[]): Promise<OpenImport> {
  const batch = await lockImport(tx, batchId)
  if (!batch) throw new Refusal('import_unknown')
  if (!fits.includes(batch.stage)) throw new Refusal('import_is_elsewhere')
  return batch
}
