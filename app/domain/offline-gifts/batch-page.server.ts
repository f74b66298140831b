import { isLargeCash } from '#app/domain/cash/large-cash.ts'
import { movedWithinADay } from '#app/domain/cash/reads/moved-within-a-day.server.ts'
import type { Reader } from '#app/domain/disbursements/reads/disbursement-page.server.ts'
import { fundNames } from '#app/domain/disbursements/reads/fund-names.server.ts'
import { addressesOf } from '#app/domain/donor-records/address-of-donor.server.ts'
import { maskEmail } from '#app/domain/gifts/mask-email.ts'
import { receivedAt } from '#app/domain/remittances/received-at.ts'
import { type Action, may } from '#app/domain/staff/access.ts'
import { rolesIn } from '#app/domain/staff/staff.ts'
import { now } from '#app/platform/clock.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'

export type BatchPage = NonNullable<Awaited<ReturnType<typeof batchPage>>>
export type BatchLine = BatchPage['lines'][number]

/** One batch with its lines, what was counted and what is entered, and what this person may do with it. Null: not theirs to see. */
export async function batchPage(of: { batchId: string; staff: Reader }) {
  const { batchId, staff } = of
  return inTransaction({ scope: { kind: 'staff', fundIds: staff.fundIds } }, async (tx) => {
    const row = await tx.offlineBatch.findUnique({
      where: { id: batchId },
      include: {
        openedByStaff: { select: { name: true } },
        offlineBatchEnding: { include: { endedByStaff: { select: { name: true } } } },
        offlineBatchLines: {
          orderBy: [{ recordedAt: 'asc' }, { id: 'asc' }],
          include: {
            donor: { select: { name: true, email: true } },
            enteredByStaff: { select: { name: true } },
            offlineBatchLineParts: { orderBy: { fundId: 'asc' } },
            payment: { select: { id: true, receiptNumber: true } },
          },
        },
      },
    })
    if (!row) return null
    const inReach = await donorsInReach(tx, row.offlineBatchLines)
    const addresses = await addressesOf(tx, [...inReach])
    const names = await fundNames(tx, { fundIds: row.fundIds, language: staff.language })
    const lines = row.offlineBatchLines
    const entered = lines.reduce((sum, { amountCents }) => sum + amountCents, 0n)
    const mayIn = (action: Action) => row.fundIds.every((fundId) => may(rolesIn(staff, fundId), action))
    const hasCash = lines.some(({ giftKind }) => giftKind === 'cash')
    const people = new Set([row.openedBy, ...lines.map(({ enteredBy }) => enteredBy)])
    const isOpen = row.state === 'open'
    return {
      ...{ id: row.id, reference: row.reference, state: row.state, keptIn: row.keptIn },
      ...{ depositedOn: row.depositedOn, openedBy: row.openedByStaff.name },
      funds: row.fundIds.map((id) => ({ id, name: names.get(id) ?? '' })),
      control: { total: row.controlCents, pieces: row.controlPieces },
      ...{ entered, left: row.controlCents - entered, piecesLeft: row.controlPieces - lines.length },
      /** Cents of cash that the bank got within a day with what is in this batch; null where they are few, or none of it is cash. */
      largeCents: hasCash && row.keptIn === 'bank' ? await largeDeposit(tx, row.depositedOn) : null,
      isWhole: entered === row.controlCents && lines.length === row.controlPieces,
      ending: row.offlineBatchEnding && {
        by: row.offlineBatchEnding.endedByStaff.name,
        at: row.offlineBatchEnding.occurredAt,
      },
      lines: lines.map((line) => ({
        ...{ id: line.id, kind: line.giftKind, amount: line.amountCents },
        donor: inReach.has(line.donorId) ? line.donor.name : null,
        email: maskEmail(line.donor.email ?? addresses.get(line.donorId) ?? ''),
        ...{ receivedOn: line.receivedOn, reference: line.reference, sponsor: line.sponsor, memo: line.memo },
        ...{ ticker: line.ticker, shares: line.shares?.toString() ?? '' },
        parts: line.offlineBatchLineParts.map(({ fundId, giftCents }) => ({
          ...{ fund: names.get(fundId) ?? '', amount: giftCents },
        })),
        ...{ by: line.enteredByStaff.name, paymentId: line.payment?.id ?? null },
      })),
      mayEnter: isOpen && mayIn('offline:enter'),
      mayClose: isOpen && mayIn('offline:close') && !people.has(staff.id),
      enteredIt: people.has(staff.id),
    }
  })
}

/** As of now, or of the end of its day. */
async function largeDeposit(tx: Tx, depositedOn: Date): Promise<bigint | null> {
  const { timezone } = await tx.organization.findUniqueOrThrow({ where: { id: 1 } })
  const at = receivedAt(depositedOn.toISOString().slice(0, 10), timezone, now())
  const { bank } = await movedWithinADay(tx, at)
  return isLargeCash(bank) ? bank : null
}

/** Who gave to this person's funds, or to none yet: whoever types an address must not be told whose it is in another fund. */
async function donorsInReach(tx: Tx, lines: { donorId: string }[]): Promise<Set<string>> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    select d.id from unnest(${lines.map(({ donorId }) => donorId)}::uuid[]) as d(id) where donor_in_reach(d.id)`
  return new Set(rows.map(({ id }) => id))
}
