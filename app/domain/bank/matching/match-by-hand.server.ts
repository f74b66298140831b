import { randomUUID } from 'node:crypto'
import { Temporal } from 'temporal-polyfill'
import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { accountOf, type BankStaff, lockAccount } from '#app/domain/bank/account-of.server.ts'
import type { handReasons, MovementKey } from '#app/domain/bank/forms.ts'
import { lockFundBank } from '#app/domain/ledger/balances.server.ts'
import { postTransfers } from '#app/domain/ledger/post.server.ts'
import { notUnderstood } from '#app/domain/ledger/transfers/stripe.ts'
import { cents } from '#app/domain/money/cents.ts'
import { organizationHere } from '#app/domain/organization/organization-here.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'

type HandMatch = {
  staff: BankStaff
  accountId: string
  lineIds: bigint[]
  movements: MovementKey[]
  reason: (typeof handReasons)[number]
  /** Where what the lines say beyond the movements waits for its meaning; null: they must be equal. */
  bookFundId: string | null
}

/**
 * A person says which lines and movements belong together, and why. Lines that nobody understands are matched with nothing:
 * their whole amount waits in `suspense`, for someone else to say what it was.
 *
 * Refuses `bank_account_unknown`, `role_may_not`, `match_is_empty`, `bank_line_is_matched_once`, `movement_is_matched_once`,
 * `fund_lies_elsewhere`, and with the figure `match_differs`.
 */
export async function matchByHand(act: HandMatch): Promise<{ matchId: string; booked: bigint }> {
  const { staff, accountId, reason, bookFundId } = act
  const of = { action: 'bank_match.made_by_hand', subject: 'bank_account', subjectId: accountId }
  return attempt({ staff, ...of, detail: { cause: reason } }, async (tx) => {
    await accountOf(tx, { staff, accountId, action: 'reconciliation:work' })
    // What is taken already need not wait for its turn to be told so.
    await freeLines(tx, act)
    if (bookFundId) await lockFundBank(tx, [bookFundId])
    await lockAccount(tx, accountId)
    const lines = await freeLines(tx, act)
    const movements = await freeMovements(tx, act)
    if (lines.length + movements.length === 0) throw new Refusal('match_is_empty')
    const booked = total(lines) - total(movements)
    if (booked !== 0n && (!bookFundId || lines.length === 0)) {
      throw new Refusal('match_differs', { difference: booked }, 'bookFundId')
    }
    if (booked !== 0n && bookFundId) await refuseElsewhere(tx, { accountId, fundId: bookFundId })
    const matchId = randomUUID()
    await tx.bankMatch.create({
      data: {
        ...{ id: matchId, bankAccountId: accountId, rule: 'by_hand', reason, matchedBy: staff.id },
        ...{ bookedCents: booked, bookedFundId: booked === 0n ? null : bookFundId, occurredAt: now() },
      },
    })
    await tx.bankMatchLine.createMany({ data: lines.map(({ id }) => ({ matchId, lineId: id })) })
    await tx.bankMatchMovement.createMany({
      data: movements.map(({ amount, ...key }) => ({ matchId, ...key, amountCents: amount })),
    })
    if (booked !== 0n && bookFundId) await book(tx, { matchId, fundId: bookFundId, booked, lines })
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      ...of,
      ...(booked === 0n || !bookFundId ? {} : { fundId: bookFundId }),
      detail: {
        ...{ matchId, lines: lines.length, movements: movements.length },
        ...{ bookedCents: booked.toString(), cause: reason },
      },
    })
    return { matchId, booked }
  })
}

type FreeLine = { id: bigint; day: string; amount: bigint }

async function freeLines(tx: Tx, { accountId, lineIds }: HandMatch): Promise<FreeLine[]> {
  const wanted = [...new Set(lineIds)]
  const rows = await tx.$queryRaw<FreeLine[]>`
    select l.id, l.day::text as day, l.amount_cents as amount from standing_bank_line l
     where l.bank_account_id = ${accountId}::uuid and l.match_id is null and l.id = any (${wanted}::bigint[])`
  if (rows.length < wanted.length) throw new Refusal('bank_line_is_matched_once', {}, 'lineIds')
  return rows
}

async function freeMovements(tx: Tx, { accountId, movements }: HandMatch) {
  const found: (MovementKey & { amount: bigint })[] = []
  for (const { sourceKind, sourceId } of movements) {
    const [row] = await tx.$queryRaw<{ amount: bigint }[]>`
      select v.amount_cents as amount from bank_movement v
       where v.bank_account_id = ${accountId}::uuid and v.source_kind = ${sourceKind} and v.source_id = ${sourceId}
         and not exists (select from bank_match_movement x join standing_bank_match m on m.id = x.match_id
                          where m.bank_account_id = v.bank_account_id and x.source_kind = v.source_kind and x.source_id = v.source_id)`
    if (!row) throw new Refusal('movement_is_matched_once', {}, 'movements')
    found.push({ sourceKind, sourceId, amount: row.amount })
  }
  return found
}

async function refuseElsewhere(tx: Tx, of: { accountId: string; fundId: string }): Promise<void> {
  const lies = await tx.bankAccountFund.count({ where: { fundId: of.fundId, bankAccountId: of.accountId } })
  if (lies === 0) throw new Refusal('fund_lies_elsewhere', {}, 'bookFundId')
}

type Booking = { matchId: string; fundId: string; booked: bigint; lines: FreeLine[] }

async function book(tx: Tx, { matchId, fundId, booked, lines }: Booking): Promise<void> {
  await postTransfers(tx, {
    source: { kind: 'bank_match', id: matchId },
    occurredAt: await whenOpen(tx, lines),
    transfers: notUnderstood({ fundId, moved: 'bank', amount: cents(booked) }),
  })
}

/** Noon of the last line's day; where that month is closed or the day is not over, now. */
async function whenOpen(tx: Tx, lines: FreeLine[]): Promise<Date> {
  const day =
    lines
      .map((line) => line.day)
      .sort()
      .at(-1) ?? ''
  const { timezone } = await organizationHere(tx)
  const noon = Temporal.PlainDateTime.from(`${day}T12:00`).toZonedDateTime(timezone).epochMilliseconds
  const [row] = await tx.$queryRaw<{ closed: Date | null }[]>`select books_closed_through() as closed`
  const isOpen = noon >= (row?.closed?.getTime() ?? 0) && noon < now().getTime()
  return isOpen ? new Date(noon) : now()
}

const total = (rows: { amount: bigint }[]): bigint => rows.reduce((sum, { amount }) => sum + amount, 0n)
