import { randomUUID } from 'node:crypto'
import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { requireRole } from '#app/domain/disbursements/require-role.server.ts'
import { poolPeriods, storePoolPeriod } from '#app/domain/pool-share/pool-periods.server.ts'
import { readPoolPeriod } from '#app/domain/pool-share/read-pool-period.server.ts'
import { strikePeriod } from '#app/domain/pool-share/strike-period.ts'
import { now } from '#app/platform/clock.ts'
import { inTransaction, type Scope, type Tx } from '#app/platform/db.ts'
import { lastTransferOfFund } from './close-window.server.ts'
import { type DraftedClose, draftClose } from './draft-close.server.ts'
import { type FigureName, figureNames } from './figures.ts'
import { type Read, readingIn } from './read.server.ts'

export type PublicationClose = {
  closeId: string
  seq: number
  cutAt: Date
  /** Whether any figure changed in public. */
  published: boolean
  /** The figures that did. */
  fresh: FigureName[]
  endedPeriod: boolean
}

/**
 * Makes a publication close of a fund: measures the truth at the cut, changes what the public may see of it, and
 * strikes the pool's shares where the period is large enough to end. `cutAt` defaults to the latest that the fund's
 * policy allows. Two closes of one fund come one after the other.
 * Refuses `role_may_not`, `publication_cut_too_recent`, `publication_cut_not_after_last`, and an unsafe policy.
 */
export async function makePublicationClose(close: {
  staffId: string
  fundId: string
  cutAt?: Date | undefined
  occurredAt?: Date | undefined
}): Promise<PublicationClose> {
  const { staffId, fundId } = close
  const scope: { scope: Scope } = { scope: { kind: 'staff', fundIds: [fundId] } }
  const staff = { id: staffId, fundIds: [fundId] }
  const attempted = { staff, action: 'publication_close.made', subject: 'fund', subjectId: fundId, fundId }
  await attempt(attempted, (tx) => requireRole(tx, { staffId, fundId, action: 'closes:publish' }))
  const through = await inTransaction(scope, (tx) => lastTransferOfFund(tx, fundId))

  return attempt(attempted, async (tx) => {
    await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended(${`publication_close:${fundId}`}, 0))::text`
    await requireRole(tx, { staffId, fundId, action: 'closes:publish' })
    const read = readingIn(tx)
    const at = close.occurredAt ?? now()
    const draft = await draftClose(read, { fundId, now: at, through, cutAt: close.cutAt })
    const published = draft.publication.fresh.length > 0

    const closeId = await writeClose(tx, { fundId, staffId, at, draft, published })
    await writeFigures(tx, closeId, draft)
    await countReleases(tx, closeId, draft)
    if (draft.endsPeriod) await strike(tx, read, { fundId, closeId, draft })
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staffId },
      action: 'publication_close.made',
      subject: 'publication_close',
      subjectId: closeId,
      fundId,
      detail: {
        seq: draft.seq,
        published,
        fresh: draft.publication.fresh.length,
        endedPeriod: draft.endsPeriod,
      },
    })
    return {
      ...{ closeId, seq: draft.seq, cutAt: draft.at.cutAt, published },
      ...{ fresh: draft.publication.fresh, endedPeriod: draft.endsPeriod },
    }
  })
}

async function writeClose(
  tx: Tx,
  of: { fundId: string; staffId: string; at: Date; draft: DraftedClose; published: boolean },
): Promise<string> {
  const closeId = randomUUID()
  const { policy, seq, at } = of.draft
  await tx.publicationClose.create({
    data: {
      ...{ id: closeId, fundId: of.fundId, seq, cutAt: at.cutAt, throughTransferId: at.through },
      ...{ policyName: policy.name, k: policy.k, delayDays: policy.delayDays },
      ...{ roundingCents: policy.roundingCents, published: of.published },
      ...{ madeBy: of.staffId, occurredAt: of.at },
    },
  })
  return closeId
}

/** *Raised* is public at any time; here it stands as of the same cut, so that no picture mixes dates. */
async function writeFigures(tx: Tx, closeId: string, { measurement, publication, at }: DraftedClose) {
  const shown = figureNames.map((figure) => {
    const { value, cell } = measurement.figures[figure]
    const published = publication.figures[figure]
    return {
      ...{ closeId, figure: figure as string, trueValue: value },
      ...{ events: cell.events, movedCents: cell.moved, largestCents: cell.largestOneBond },
      shownValue: published?.value ?? null,
      shownAsOf: published ? new Date(published.asOf) : null,
    }
  })
  const raised = {
    ...{ closeId, figure: 'raised', trueValue: measurement.raised },
    ...{ events: 0, movedCents: 0n, largestCents: 0n },
    ...{ shownValue: measurement.raised, shownAsOf: at.cutAt },
  }
  await tx.publishedFigure.createMany({ data: [...shown, raised] })
}

async function countReleases(tx: Tx, closeId: string, { measurement }: DraftedClose): Promise<void> {
  await tx.closedRelease.createMany({
    data: measurement.newReleases.map((changeId) => ({ changeId, closeId })),
  })
}

async function strike(
  tx: Tx,
  read: Read,
  { fundId, closeId, draft }: { fundId: string; closeId: string; draft: DraftedClose },
): Promise<void> {
  const periods = (await poolPeriods(read, fundId)).map(({ row }) => row)
  const period = await readPoolPeriod(read, { fundId, at: draft.at, since: draft.period }, periods)
  await storePoolPeriod(tx, { fundId, closeId, row: strikePeriod(periods.at(-1) ?? null, period) })
}
