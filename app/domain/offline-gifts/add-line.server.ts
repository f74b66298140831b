import { randomUUID } from 'node:crypto'
import { attempt } from '#app/domain/audit/attempt.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { receivedAt } from '#app/domain/remittances/received-at.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import { giverOfLine } from './giver-of-line.server.ts'
import { type LockedBatch, lockBatch } from './lock-batch.server.ts'
import { type Giver, type Piece, piecesAtMost } from './offline-gift.ts'
import { recordInEach } from './record-in-each.server.ts'
import { splitOf } from './split-of.ts'

/** One more piece of a batch. A promise: nothing is booked until the batch is closed. */
export async function addLine(act: {
  staff: ActingStaff
  batchId: string
  giver: Giver
  piece: Piece
}): Promise<{ lineId: string }> {
  const { staff, batchId, piece } = act
  const { timezone } = await organization()
  const attempted = { staff, action: 'offline.line_added', subject: 'offline_batch', subjectId: batchId }
  return attempt(attempted, async (tx) => {
    const batch = await lockBatch(tx, { batchId, staffId: staff.id, action: 'offline:enter' })
    await refuseMisfit(tx, batch, piece)
    const parts = splitOf(piece, batch.fundIds)
    const versions = await purposesOf(tx, {
      fundIds: parts.map(({ fundId }) => fundId),
      at: receivedAt(piece.receivedOn, timezone, now()),
    })
    const donorId = await giverOfLine(tx, act.giver)
    await refuseKnownCheck(tx, { donorId, piece })

    const lineId = randomUUID()
    const { kind, amount, receivedOn, reference, sponsor, ticker, shares, memo } = piece
    await tx.offlineBatchLine.create({
      data: {
        ...{ id: lineId, batchId, donorId, giftKind: kind, amountCents: amount, memo },
        ...{ receivedOn: new Date(receivedOn), reference, sponsor, ticker, shares: shares || null },
        ...{ enteredBy: staff.id, occurredAt: now() },
      },
    })
    await tx.offlineBatchLinePart.createMany({
      data: parts.map(({ fundId, amount }) => ({
        ...{ lineId, fundId, giftCents: amount, purposeVersion: versions.get(fundId) ?? 0 },
      })),
    })
    await recordInEach(tx, {
      ...{ staffId: staff.id, action: 'offline.line_added', batch },
      detail: { kind, amountCents: amount.toString() },
    })
    return { lineId }
  })
}

async function refuseMisfit(tx: Tx, batch: LockedBatch, piece: Piece): Promise<void> {
  if (piece.amount <= 0n) throw new Refusal('offline_gift_is_positive', {}, 'amount')
  if (batch.keptIn === 'cash_box' && piece.kind !== 'cash')
    throw new Refusal('cash_box_holds_cash', {}, 'kind')
  if (piece.receivedOn > batch.depositedOn)
    throw new Refusal('gift_came_before_its_deposit', {}, 'receivedOn')
  if ((await tx.offlineBatchLine.count({ where: { batchId: batch.id } })) >= piecesAtMost) {
    throw new Refusal('batch_is_of_a_size_to_check', { most: piecesAtMost })
  }
}

async function refuseKnownCheck(
  tx: Tx,
  { donorId, piece }: { donorId: string; piece: Piece },
): Promise<void> {
  if (piece.kind !== 'check') return
  await tx.$queryRaw`
    select pg_advisory_xact_lock(hashtextextended(donor_now(${donorId}::uuid)::text, 0))::text`
  const [row] = await tx.$queryRaw<{ known: boolean }[]>`
    select check_is_known(null, ${donorId}::uuid, ${piece.reference}) as known`
  if (row?.known) throw new Refusal('check_is_entered_once', {}, 'reference')
}

/** The purposes that the funds had published when the gift came. Refuses `closed_fund_takes_nothing` for a closed fund. */
async function purposesOf(tx: Tx, of: { fundIds: string[]; at: Date }): Promise<Map<string, number>> {
  const rows = await tx.$queryRaw<{ fund_id: string; version: number; state: string }[]>`
    select f.id as fund_id, f.state, coalesce(
             (select max(p.version) from fund_purpose p where p.fund_id = f.id and p.effective_from <= ${of.at}),
             (select min(p.version) from fund_purpose p where p.fund_id = f.id)) as version
      from fund f where f.id = any (${of.fundIds}::uuid[])`
  if (rows.some(({ state }) => state === 'closed'))
    throw new Refusal('closed_fund_takes_nothing', {}, 'split')
  return new Map(rows.map(({ fund_id, version }) => [fund_id, version]))
}
