import { beforeAll, describe, expect, test } from 'vitest'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { donorRows } from '#app/domain/donor-area/export/donor-rows.server.ts'
import { yearsOfDonor } from '#app/domain/donor-area/gifts/gifts-of-donor.server.ts'
import { historyOfDonor } from '#app/domain/donor-area/gifts/history-of-donor.server.ts'
import { donorRecord } from '#app/domain/donor-records/donor-record.server.ts'
import { undoPreview } from '#app/domain/imports/undo-preview.server.ts'
import { issueStatement } from '#app/domain/statements/issue-statement.server.ts'
import { openStatement } from '#app/domain/statements/open-statement.server.ts'
import { closeDispute } from '#app/domain/stripe-mirror/settle-disputes.server.ts'
import { makePublicationClose } from '#app/domain/transparency/make-publication-close.server.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { givenFund } from '#tests/support/given.ts'
import { givenActor } from '#tests/support/given-disbursement.ts'
import { csvOf, giftsOf, givenBroughtIn, undo } from '#tests/support/given-import.ts'
import {
  givenDispute,
  givenDisputeWon,
  givenRefund,
  givenRefundFailure,
} from '#tests/support/given-movements.ts'
import { readerOf } from '#tests/support/given-offline.ts'
import { ledgerTable } from '#tests/support/ledger-table.ts'
import { hasPoppler, readPdf } from '#tests/support/pdf-text.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()

const timezone = 'America/Chicago'
const period = { from: '2019-01-01', to: '2019-12-31' }
const at = new Date('2025-02-01T12:00:00Z')
let fundId: string
let staff: ActingStaff
beforeAll(async () => {
  fundId = await givenFund({ slug: 'bail' })
  staff = await givenActor(fundId, ['administrator', 'treasurer'])
})

let made = 0

/** A gift of $25.00 from before go-live, by the number that its file gave. */
async function givenBefore(id: string): Promise<{ donorId: string; batchId: string }> {
  made += 1
  const email = `before${made}@donor.example`
  const batchId = await givenBroughtIn({
    staff,
    fundId,
    file: csvOf([{ email, name: `Before ${made}`, id }]),
  })
  return { batchId, donorId: (await db().donor.findUniqueOrThrow({ where: { email } })).id }
}

const statement = (donorId: string) => issueStatement({ donorId, period, timezone })
const history = (donorId: string) => historyOfDonor({ donorId, language: 'en' })
const years = async (donorId: string) => (await yearsOfDonor({ donorId, timezone })).years
const decided = (disputeId: string, status: 'won' | 'lost') =>
  inTransaction({ scope: { kind: 'system' } }, (tx) => closeDispute(tx, { id: disputeId, status }, at))
const lastRows = async (rows: number) => (await ledgerTable(world)).split('\n').slice(-rows)
const noticesOf = async (key: string) =>
  (await db().mail.findMany({ where: { dedupeKey: { contains: `:${key}:` } } }))
    .map(({ dedupeKey }) => dedupeKey?.split(':')[1])
    .sort()

describe('a refund at Stripe of a gift from before', () => {
  test('is booked in its fund, takes the gift down wherever it is told, and its statement is corrected; it may fail', async () => {
    const { donorId } = await givenBefore('ch_Before1')
    const first = await statement(donorId)
    expect(first).toMatchObject({ version: 1, netCents: 25_00n })

    const refundId = await givenRefund({ chargeId: 'ch_Before1', cents: 10_00n, at })
    expect(await db().suspenseItem.count()).toBe(0)
    expect(await lastRows(1)).toEqual([expect.stringMatching(/refund +gifts +stripe +\$10\.00/)])
    expect(await statement(donorId)).toMatchObject({
      ...{ version: 2, replaces: first?.number, refundedCents: 10_00n, netCents: 15_00n },
    })
    expect(await years(donorId)).toEqual([{ year: 2019, gifts: 1, cents: 15_00n, disputedCents: 0n }])
    expect(await history(donorId)).toMatchObject([{ cents: 25_00n, refunds: [{ at, cents: 10_00n }] }])
    const record = await donorRecord({ donorId, staff: await readerOf(staff), after: null })
    expect(record?.years).toEqual([{ year: 2019, givenCents: 25_00n, backCents: 10_00n }])
    expect(record?.timeline.events).toContainEqual(
      expect.objectContaining({ kind: 'refund', code: 'stands', amountCents: 10_00n }),
    )
    expect(await exported(donorId)).toMatchObject([
      { kind: 'refund', amount_dollars: '10.00', payment_then: 'ch_Before1', stands: true },
    ])
    expect(await noticesOf(refundId)).toEqual(['refund_elsewhere'])
    expect(await brokenBooks()).toEqual([])

    await givenRefundFailure({ refundId, chargeId: 'ch_Before1', cents: 10_00n, at })
    expect(await lastRows(1)).toEqual([expect.stringMatching(/refund_failed +stripe +gifts +\$10\.00/)])
    expect(await statement(donorId)).toMatchObject({ version: 3, refundedCents: 0n, netCents: 25_00n })
    expect(await history(donorId)).toMatchObject([{ refunds: [] }])
    expect(await noticesOf(refundId)).toEqual(['history_refund_failed', 'refund_elsewhere'])
    expect(await brokenBooks()).toEqual([])
  })

  test('is known by the payment intent too; where the file told of less than was charged, the gift falls to nothing', async () => {
    const { donorId } = await givenBefore('pi_Before2')
    const of = { chargeId: 'ch_never_in_a_file', paymentIntentId: 'pi_Before2', at }
    await givenRefund({ ...of, cents: 20_00n })
    await givenRefund({ ...of, cents: 6_00n })
    expect(await lastRows(2)).toEqual([
      expect.stringMatching(/refund +gifts +stripe +\$20\.00/),
      expect.stringMatching(/refund +gifts +stripe +\$6\.00/),
    ])
    expect(await statement(donorId)).toMatchObject({ refundedCents: 25_00n, netCents: 0n })
    expect(await years(donorId)).toMatchObject([{ cents: 0n }])
    expect(await brokenBooks()).toEqual([])
  })

  test.runIf(hasPoppler)(
    'stands on the statement as a refund, and not as a gift that was reversed',
    async () => {
      const { donorId } = await givenBefore('ch_Before3')
      await givenRefund({ chargeId: 'ch_Before3', cents: 10_00n, at })
      const paper = await openStatement({ donorId, period, language: 'en' })
      if (!paper) throw new Error('no paper')
      const { text } = await readPdf(paper.pdf)
      expect(text).toContain('Refunded')
      expect(text).not.toContain('Reversed')
      expect(text).toContain('$15.00')
    },
  )

  test('waits in suspense where no gift bears its charge, or its file was taken back', async () => {
    const { batchId } = await givenBefore('ch_Before4')
    await undo({ staff, batchId })
    await givenRefund({ chargeId: 'ch_Before4', cents: 10_00n, at })
    await givenRefund({ chargeId: 'ch_of_nobody', cents: 1_00n, at })
    expect(await db().suspenseItem.findMany({ orderBy: { amountCents: 'asc' } })).toMatchObject([
      { reason: 'refund_of_unknown', amountCents: -10_00n },
      { reason: 'refund_of_unknown', amountCents: -1_00n },
    ])
    expect(await brokenBooks()).toEqual([])
  })

  test('holds its gift when the file is taken back, and its giver with it', async () => {
    const { batchId, donorId } = await givenBefore('ch_Before5')
    await givenRefund({ chargeId: 'ch_Before5', cents: 10_00n, at })
    expect(await undoPreview({ batchId })).toMatchObject({
      ...{ gifts: 0, staying: { count: 1 }, donors: 0 },
      donorsStaying: expect.arrayContaining([{ usedIn: 'gone_back', count: 1 }]),
    })
    await undo({ staff, batchId })
    expect(await giftsOf(batchId)).toMatchObject([{ importedGiftEnd: null, donor: { erasedAt: null } }])
    expect(await years(donorId)).toMatchObject([{ cents: 15_00n }])
    expect(await brokenBooks()).toEqual([])
  })
})

describe('a dispute of a gift from before', () => {
  test('counts when it is lost, and no sooner; and comes back when it is won after all', async () => {
    const { donorId } = await givenBefore('ch_Before6')
    const of = { chargeId: 'ch_Before6', cents: 25_00n, at }
    const disputeId = await givenDispute({ ...of, status: 'needs_response' })
    expect(await lastRows(1)).toEqual([expect.stringMatching(/dispute +dispute_losses +stripe +\$25\.00/)])
    expect(await years(donorId)).toEqual([{ year: 2019, gifts: 1, cents: 25_00n, disputedCents: 25_00n }])
    expect(await history(donorId)).toMatchObject([{ disputes: [{ state: 'open', cents: 25_00n }] }])
    const whole = await statement(donorId)
    expect(whole).toMatchObject({ version: 1, netCents: 25_00n })

    await decided(disputeId, 'lost')
    await decided(disputeId, 'lost')
    expect(await statement(donorId)).toMatchObject({
      ...{ version: 2, replaces: whole?.number, disputedCents: 25_00n, netCents: 0n },
    })
    expect(await years(donorId)).toMatchObject([{ cents: 0n, disputedCents: 0n }])
    const record = await donorRecord({ donorId, staff: await readerOf(staff), after: null })
    expect(record?.timeline.events).toContainEqual(
      expect.objectContaining({ kind: 'dispute_decided', code: 'lost', at, amountCents: 25_00n }),
    )
    await givenDisputeWon({ ...of, disputeId })
    await decided(disputeId, 'lost')
    expect(await lastRows(1)).toEqual([
      expect.stringMatching(/dispute_won +stripe +dispute_losses +\$25\.00/),
    ])
    expect(await statement(donorId)).toMatchObject({ version: 3, disputedCents: 0n, netCents: 25_00n })
    expect(await noticesOf(disputeId)).toEqual([
      'dispute_won',
      'history_dispute_lost',
      'history_dispute_opened',
    ])
    expect(await brokenBooks()).toEqual([])
  })

  test('ends the same in every order of what is heard of it, beside a refund too', async () => {
    const heardFirst = await givenBefore('ch_Before7')
    await decided('dp_not_here_yet', 'lost')
    await givenDispute({ chargeId: 'ch_Before7', cents: 25_00n, at, status: 'lost' })
    expect(await years(heardFirst.donorId)).toMatchObject([{ cents: 0n, disputedCents: 0n }])

    for (const [id, isRefundFirst] of [
      ['ch_Before8', true],
      ['ch_Before9', false],
    ] as const) {
      const { donorId } = await givenBefore(id)
      if (isRefundFirst) await givenRefund({ chargeId: id, cents: 10_00n, at })
      await givenDispute({ chargeId: id, cents: 25_00n, at, status: 'lost' })
      if (!isRefundFirst) await givenRefund({ chargeId: id, cents: 10_00n, at })
      expect((await statement(donorId))?.netCents).toBe(0n)
    }
    expect(await brokenBooks()).toEqual([])
  })
})

test('public figures and pool shares are struck over it as over any refund', async () => {
  await makePublicationClose({ staffId: staff.id, fundId })
  expect(await brokenBooks()).toEqual([])
})

async function exported(donorId: string) {
  const rows = []
  for await (const { section, fields } of donorRows(donorId))
    if (section === 'gifts_from_before_gone_back') rows.push(fields)
  return rows
}
