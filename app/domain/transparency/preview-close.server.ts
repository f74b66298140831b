import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'
import { inTransaction } from '#app/platform/db.ts'
import { Prisma } from '#prisma/generated/client.ts'
import { draftClose, type FundPolicy, policyOf } from './draft-close.server.ts'
import { type FigureName, figureNames } from './figures.ts'
import { type Read, readingIn } from './read.server.ts'
import { type FigureReason, reasonFor } from './why-hidden.ts'

export type PreviewedFigure = {
  name: FigureName
  /** The truth at the cut: cents, or people. For staff only. */
  trueValue: bigint
  events: number
  shownNow: { value: bigint; asOf: Date } | null
  shownAfter: { value: bigint; asOf: Date } | null
  reason: FigureReason
}

export type ClosePreview = {
  fundId: string
  policy: FundPolicy
  cutAt: Date
  figures: PreviewedFigure[]
  endsPeriod: boolean
  /** The code of a refusal, where no close can be made now. */
  refused: string | null
}

/** What a close of the fund would say if it were made now. Writes nothing and holds nobody up. */
export async function previewClose(of: { fundId: string }): Promise<ClosePreview> {
  return inTransaction({ scope: { kind: 'staff', fundIds: [of.fundId] } }, async (tx) => {
    const read = readingIn(tx)
    const policy = await policyOf(read, of.fundId)
    try {
      const draft = await draftClose(read, {
        ...{ fundId: of.fundId, now: now() },
        through: await newestTransfer(read, of.fundId),
      })
      const { measurement, publication, previous, at, endsPeriod } = draft
      const dated = (figure: { value: bigint; asOf: number } | null | undefined) =>
        figure ? { value: figure.value, asOf: new Date(figure.asOf) } : null
      return {
        ...{ fundId: of.fundId, policy, cutAt: at.cutAt, endsPeriod, refused: null },
        figures: figureNames.map((name) => ({
          name,
          trueValue: measurement.figures[name].value,
          events: measurement.figures[name].cell.events,
          shownNow: dated(previous[name]),
          shownAfter: dated(publication.figures[name]),
          reason: reasonFor(name, measurement.figures[name].cell, publication, previous[name], policy),
        })),
      }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      return {
        ...{ fundId: of.fundId, policy, cutAt: now(), figures: [], endsPeriod: false },
        refused: error.code,
      }
    }
  })
}

async function newestTransfer(read: Read, fundId: string): Promise<bigint> {
  const [row] = await read<{ id: string }>(Prisma.sql`
    select coalesce(max(id), 0)::text as id from ledger_transfer where fund_id = ${fundId}::uuid`)
  return BigInt(row?.id ?? 0)
}
