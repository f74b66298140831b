import { fundNames } from '#app/domain/disbursements/reads/fund-names.server.ts'
import { notClosed } from '#app/domain/funds/not-closed.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { type Stage, stageOf } from './import.ts'
import { isOwn, type LayoutName } from './layouts.ts'

export type ImportLine = {
  id: string
  layout: LayoutName
  fundName: string
  uploadedBy: string
  uploadedAt: Date
  stage: Stage
  /** Of what came in. */
  rows: number
  cents: bigint
}

export type ImportDesk = {
  timezone: string
  goLiveAt: Date
  funds: { id: string; name: string }[]
  mappings: { id: string; name: string }[]
  batches: ImportLine[]
}

/** The batches of someone's funds, the newest first, and what a new one can be. */
export async function listImports(of: { fundIds: string[]; language: string }): Promise<ImportDesk> {
  const { timezone, goLiveAt } = await organization()
  return inTransaction({ scope: { kind: 'staff', fundIds: of.fundIds } }, async (tx) => {
    const names = await fundNames(tx, of)
    const batches = await tx.importBatch.findMany({
      where: { fundId: { in: of.fundIds } },
      include: { staff: true, importEvents: { orderBy: { id: 'asc' } } },
      orderBy: { recordedAt: 'desc' },
      take: 50,
    })
    return {
      ...{ timezone, goLiveAt, mappings: await savedMappings(tx) },
      funds: (await notClosed(of.fundIds, tx)).map((id) => ({ id, name: names.get(id) ?? '' })),
      batches: batches.map(({ staff, importEvents, ...batch }) => {
        const came = importEvents.find(({ kind }) => kind === 'committed')
        return {
          ...{ id: batch.id, layout: batch.layout as LayoutName, fundName: names.get(batch.fundId) ?? '' },
          ...{ uploadedBy: staff.name, uploadedAt: batch.occurredAt },
          stage: stageOf({
            isMapped: !isOwn(batch.layout) || batch.columns !== null,
            kinds: importEvents.map(({ kind }) => kind),
          }),
          ...{ rows: came?.rows ?? 0, cents: came?.cents ?? 0n },
        }
      }),
    }
  })
}

/** The newest of each name. */
const savedMappings = (tx: Tx): Promise<{ id: string; name: string }[]> =>
  tx.$queryRaw`select distinct on (lower(name)) id, name from import_mapping order by lower(name), recorded_at desc limit 100`
