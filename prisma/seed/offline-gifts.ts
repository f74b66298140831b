import { dayOf } from '#app/domain/bonds/day-of.ts'
import { cents } from '#app/domain/money/cents.ts'
import { addLine } from '#app/domain/offline-gifts/add-line.server.ts'
import { askReversal } from '#app/domain/offline-gifts/ask-reversal.server.ts'
import { closeBatch } from '#app/domain/offline-gifts/close-batch.server.ts'
import { confirmReversal } from '#app/domain/offline-gifts/confirm-reversal.server.ts'
import type { Giver, Piece } from '#app/domain/offline-gifts/offline-gift.ts'
import { openBatch } from '#app/domain/offline-gifts/open-batch.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { db } from '#app/platform/db.ts'
import type { DemonstrationStaff, Person } from './people.ts'
import { wasPresent } from './was-present.ts'

const timezone = 'America/Chicago'
const day = 86_400_000

type Entered = [cents: bigint, piece: Partial<Piece>, giver: Partial<Giver>]

/** A deposit of every kind, booked, of which a check came back; and one that is still being entered. */
export async function seedOfflineGifts({ dana, sam }: DemonstrationStaff, today: Date): Promise<void> {
  const funds = await db().fund.findMany({
    where: { slug: { in: ['community-bail', 'immigration-bonds'] } },
    orderBy: { slug: 'asc' },
  })
  const [bail = '', bonds = ''] = funds.map(({ id }) => id)
  const weekAgo = dayOf(new Date(today.getTime() - 7 * day), timezone)
  const split = (first: bigint, second: bigint) => [
    { fundId: bail, amount: cents(first) },
    { fundId: bonds, amount: cents(second) },
  ]
  const booked = await batch(
    dana,
    { fundIds: [bail, bonds], on: weekAgo, reference: 'Deposit 2041', pieces: 5 },
    [
      [125_00n, { reference: '1187', split: split(100_00n, 25_00n) }, { name: 'Ada Example' }],
      [
        60_00n,
        { kind: 'cash', split: split(60_00n, 0n), memo: 'event' },
        { name: 'Bo Example', email: 'bo@example.org' },
      ],
      [
        1_500_00n,
        {
          kind: 'donor_advised_fund',
          sponsor: 'Larkspur Giving Fund',
          reference: 'LG-77',
          split: split(0n, 1_500_00n),
        },
        { name: 'Cleo Example', email: 'cleo@example.org', language: 'es' },
      ],
      [
        842_50n,
        { kind: 'stock', ticker: 'LARK', shares: '10', split: split(842_50n, 0n) },
        { name: 'Dee Example', email: 'dee@example.org' },
      ],
      [
        4_000_00n,
        { kind: 'grant', reference: 'G-2026-3', split: split(2_500_00n, 1_500_00n) },
        { name: 'Larkspur Foundation', email: 'grants@example.org' },
      ],
    ],
  )
  const control = { batchId: booked, total: 6_527_50n, pieces: 5 }
  const stepUpId = await wasPresent(sam, boundTo.closeOfflineBatch(control))
  const { paymentIds } = await closeBatch({ staff: sam, batchId: booked, stepUpId })

  const { reversalId } = await askReversal({
    ...{ staff: dana, paymentId: paymentIds[0] ?? '', reason: 'returned_by_bank', fee: cents(12_00n) },
    happenedOn: dayOf(today, timezone),
  })
  const proof = await wasPresent(sam, boundTo.confirmOfflineReversal(reversalId))
  await confirmReversal({ staff: sam, reversalId, stepUpId: proof })

  await batch(
    dana,
    { fundIds: [bail], on: dayOf(today, timezone), reference: 'Deposit 2042', pieces: 3, total: 310_00n },
    [
      [200_00n, { reference: '304' }, { name: 'Eli Example' }],
      [75_00n, { reference: '5512', memo: 'congregation' }, { name: 'Fern Example', language: 'ar' }],
    ],
  )
}

type Counted = { fundIds: string[]; on: string; reference: string; pieces: number; total?: bigint }

/** Counted and entered by one. Answers the batch. */
export async function batch(staff: Person, counted: Counted, lines: Entered[]): Promise<string> {
  const { fundIds, on, reference, pieces } = counted
  const total = counted.total ?? lines.reduce((sum, [amount]) => sum + amount, 0n)
  const { batchId } = await openBatch({
    staff,
    batch: { ...{ keptIn: 'bank', depositedOn: on, reference, pieces, fundIds }, total: cents(total) },
  })
  for (const [amount, piece, giver] of lines) {
    await addLine({
      ...{ staff, batchId },
      giver: { donorId: null, name: '', email: '', language: 'en', ...giver },
      piece: {
        ...{ kind: 'check', receivedOn: on, reference: '', sponsor: '', ticker: '', shares: '' },
        ...{ memo: 'none', split: [], ...piece },
        amount: cents(amount),
      },
    })
  }
  return batchId
}
