import { randomUUID } from 'node:crypto'
import { attempt } from '#app/domain/audit/attempt.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { addressesOf } from '#app/domain/donor-records/address-of-donor.server.ts'
import { lockFundBank } from '#app/domain/ledger/balances.server.ts'
import { type Posting, postBatch } from '#app/domain/ledger/post.server.ts'
import { offlineGiftCleared } from '#app/domain/ledger/transfers/gifts.ts'
import { cents } from '#app/domain/money/cents.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { receivedAt } from '#app/domain/remittances/received-at.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { requireStepUp } from '#app/domain/staff/step-up/require-step-up.server.ts'
import { enqueue } from '#app/jobs/queue.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import { type LockedBatch, lockBatch } from './lock-batch.server.ts'
import { recordInEach } from './record-in-each.server.ts'

/**
 * Pieces and sum are those that were counted: every line becomes a gift, all in one transaction. Closed by someone who
 * opened and entered nothing of it. Refuses `batch_matches_its_count` with the difference.
 */
export async function closeBatch(act: {
  staff: ActingStaff
  batchId: string
  /** A fresh proof of presence, bound to this batch and its count. */
  stepUpId: string
}): Promise<{ paymentIds: string[] }> {
  const { staff, batchId, stepUpId } = act
  const { timezone } = await organization()
  const attempted = { staff, action: 'offline.closed', subject: 'offline_batch', subjectId: batchId }
  return attempt(attempted, async (tx) => {
    const batch = await lockBatch(tx, { batchId, staffId: staff.id, action: 'offline:close' })
    const lines = await readLines(tx, batchId)
    refuseOwnOrUnequal(batch, lines, staff.id)
    if (lines.some(({ donor }) => donor.erasedAt)) throw new Refusal('erased_donor_has_no_line')
    await lockFundBank(tx, batch.fundIds)
    await requireStepUp(tx, {
      ...{ stepUpId, staffId: staff.id },
      boundTo: boundTo.closeOfflineBatch({ batchId, ...batch.control }),
    })

    const at = now()
    await tx.offlineBatchEnding.create({
      data: { batchId, kind: 'closed', endedBy: staff.id, stepUpId, occurredAt: at },
    })
    const depositedAt = receivedAt(batch.depositedOn, timezone, at)
    const gifts = lines.map((line) => ({
      ...{ line, paymentId: randomUUID(), intentId: randomUUID(), depositedAt },
      givenAt: receivedAt(dayOf(line.receivedOn), timezone, at),
    }))
    await writeGifts(tx, gifts)
    await postBatch(
      tx,
      gifts.map((gift) => postingOf(gift, batch)),
    )
    const paymentIds = gifts.map(({ paymentId }) => paymentId)
    await enqueue(tx, 'receipts.issue', { paymentIds })
    await recordInEach(tx, {
      ...{ staffId: staff.id, action: 'offline.closed', batch },
      detail: { totalCents: batch.control.total.toString(), pieces: lines.length },
    })
    return { paymentIds }
  })
}

type ReadLine = Awaited<ReturnType<typeof readLines>>[number]
type Gift = { line: ReadLine; paymentId: string; intentId: string; givenAt: Date; depositedAt: Date }

const readLines = (tx: Tx, batchId: string) =>
  tx.offlineBatchLine.findMany({
    where: { batchId },
    include: { donor: true, offlineBatchLineParts: { orderBy: [{ giftCents: 'desc' }, { fundId: 'asc' }] } },
    orderBy: [{ recordedAt: 'asc' }, { id: 'asc' }],
  })

function refuseOwnOrUnequal({ openedBy, control }: LockedBatch, lines: ReadLine[], by: string): void {
  if (openedBy === by || lines.some(({ enteredBy }) => enteredBy === by)) {
    throw new Refusal('batch_closer_did_not_enter_it')
  }
  const entered = lines.reduce((sum, { amountCents }) => sum + amountCents, 0n)
  const counted: bigint = control.total
  if (entered !== counted || lines.length !== control.pieces) {
    const difference = entered > counted ? entered - counted : counted - entered
    throw new Refusal('batch_matches_its_count', {
      ...{ entered, counted, difference, lines: lines.length, pieces: control.pieces },
    })
  }
}

/** Under which name, in which language and where the giver is answered; what they gave; and what of it each fund got. */
async function writeGifts(tx: Tx, gifts: Gift[]): Promise<void> {
  const addresses = await addressesOf(
    tx,
    gifts.map(({ line }) => line.donorId),
  )
  await tx.giftIntent.createMany({
    data: gifts.map(({ line: { donor }, intentId, givenAt }) => ({
      ...{
        id: intentId,
        formToken: `offline:${intentId}`,
        formDigest: '',
        thanksToken: `offline:${randomUUID()}`,
      },
      ...{ frequency: 'once', email: donor.email ?? addresses.get(donor.id) ?? '' },
      ...{ name: donor.name, incognito: donor.incognito },
      ...{ wantsUpdates: false, language: donor.language, occurredAt: givenAt },
    })),
  })
  await tx.payment.createMany({
    data: gifts.map(({ line, paymentId, intentId, givenAt }) => ({
      ...{ id: paymentId, intentId, donorId: line.donorId, giftKind: line.giftKind, offlineLineId: line.id },
      ...{ amountCents: line.amountCents, feeCents: 0n, occurredAt: givenAt },
    })),
  })
  await tx.donation.createMany({
    data: gifts.flatMap(({ line, paymentId, depositedAt }) =>
      line.offlineBatchLineParts.map(({ fundId, purposeVersion, giftCents }) => ({
        ...{ paymentId, fundId, purposeVersion, giftCents, occurredAt: depositedAt },
      })),
    ),
  })
}

const postingOf = ({ line, paymentId, depositedAt }: Gift, { keptIn }: LockedBatch): Posting => ({
  source: { kind: 'offline_gift', id: paymentId },
  occurredAt: depositedAt,
  transfers: line.offlineBatchLineParts.flatMap(({ fundId, giftCents }) =>
    offlineGiftCleared({ fundId, into: keptIn, amount: cents(giftCents) }),
  ),
})

const dayOf = (date: Date): string => date.toISOString().slice(0, 10)
