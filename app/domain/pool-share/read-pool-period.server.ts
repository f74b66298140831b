import { bondMovements } from '#app/domain/transparency/bond-movements.server.ts'
import { type CloseWindow, reachedBy } from '#app/domain/transparency/close-window.server.ts'
import type { Read } from '#app/domain/transparency/read.server.ts'
import {
  giftAccounts,
  lossAccounts,
  net,
  netAssetAccounts,
  outAccounts,
  supportAccounts,
  turnover,
} from '#app/domain/transparency/turnover.server.ts'
import { Prisma } from '#prisma/generated/client.ts'
import { givenBack, tranchesOf } from './gift-life.ts'
import { giftMovements, giftSteps } from './gift-steps.server.ts'
import type { PoolPeriod, PoolPeriodRow } from './strike-period.ts'

/**
 * What the ledger recorded in a pool period that follows the struck `periods`: the same from the books at any later
 * time. Gifts come as one sum, since all of a period buy at one price; only gifts that changed later are read singly.
 */
export async function readPoolPeriod(
  read: Read,
  window: CloseWindow,
  periods: readonly PoolPeriodRow[],
): Promise<PoolPeriod> {
  const moved = await turnover(read, window)
  const balances = await turnover(read, { ...window, since: null })
  const gifts = await newGifts(read, window)
  const older = await olderGifts(read, window, periods, gifts.older)
  const bonds = await bondFlows(read, window)
  const promised = await promisedGifts(read, window)
  return {
    gifts: [gifts.bought, ...older.cameBack],
    // Opening balances and recoveries have no donor whom the pool knows.
    house:
      -net(moved, ['opening', 'recoveries', ...giftAccounts]) -
      gifts.gross +
      moved.interfund.credits -
      promised.gifts -
      promised.owedBack,
    refunds: older.refunds,
    flows: {
      ...bonds,
      lost: net(moved, lossAccounts),
      support: net(moved, supportAccounts),
      fees:
        net(moved, ['bond_fees', 'bank_fees', 'processing_fees']) -
        gifts.fees +
        gifts.feesOfGone -
        promised.fees,
      interest: -net(moved, ['interest']),
      moved: moved.interfund.debits - promised.owed,
    },
    netAssets: net(balances, netAssetAccounts),
    outOnBonds: net(balances, outAccounts),
  }
}

type NewGifts = { bought: bigint; feesOfGone: bigint; gross: bigint; fees: bigint; older: string[] }

async function newGifts(read: Read, window: CloseWindow): Promise<NewGifts> {
  const [row] = await read<Record<Exclude<keyof NewGifts, 'older'>, string> & { older: string[] }>(Prisma.sql`
    with gift as (
      select m.payment_id, bool_or(m.is_charge) as joins, sum(m.gross) as gross, sum(m.fee) as fee
        from (${giftMovements(window)}) m group by 1)
    select coalesce(sum(greatest(gross - fee, 0)) filter (where joins), 0)::bigint::text as bought,
           coalesce(sum(greatest(fee - gross, 0)) filter (where joins), 0)::bigint::text as "feesOfGone",
           coalesce(sum(gross), 0)::bigint::text as gross, coalesce(sum(fee), 0)::bigint::text as fees,
           coalesce(array_agg(payment_id::text order by payment_id) filter (where not joins), '{}') as older
      from gift`)
  return {
    bought: BigInt(row?.bought ?? 0),
    feesOfGone: BigInt(row?.feesOfGone ?? 0),
    gross: BigInt(row?.gross ?? 0),
    fees: BigInt(row?.fees ?? 0),
    older: row?.older ?? [],
  }
}

/** Refunds and disputes of gifts of earlier periods, and money of theirs that came back. */
async function olderGifts(
  read: Read,
  window: CloseWindow,
  periods: readonly PoolPeriodRow[],
  paymentIds: string[],
): Promise<{ refunds: PoolPeriod['refunds']; cameBack: bigint[] }> {
  if (paymentIds.length === 0) return { refunds: [], cameBack: [] }
  const currentSeq = periods.length + 1
  const gifts = await giftSteps(read, {
    window: { ...window, since: null },
    currentSeq,
    payments: Prisma.sql`select unnest(${paymentIds}::uuid[])`,
  })
  const changes = gifts.map(({ steps }) => ({
    tranches: tranchesOf(
      steps.filter(({ seq }) => seq < currentSeq),
      periods,
    ),
    gross: steps.find(({ seq }) => seq === currentSeq)?.gross ?? 0n,
  }))
  return {
    refunds: changes.flatMap(
      ({ tranches, gross }) => givenBack(tranches, { seq: currentSeq, gross }).refunds,
    ),
    cameBack: changes.flatMap(({ gross }) => (gross > 0n ? [gross] : [])),
  }
}

/** What went out for bonds and came back within the period. What was out at go-live is the house's doing. */
async function bondFlows(read: Read, window: CloseWindow): Promise<{ posted: bigint; returned: bigint }> {
  const rows = await read<{ part: string; cents: string }>(Prisma.sql`
    select part, sum(cents)::bigint::text as cents from (${bondMovements(window)}) m
     where part in ('posted', 'returned') and not at_go_live group by part`)
  const of = (part: string) => BigInt(rows.find((row) => row.part === part)?.cents ?? 0)
  return { posted: of('posted'), returned: of('returned') }
}

type Promised = {
  /** What was owed to this fund by it and what was owed back, each by itself: how `interfund` moved. */
  owed: bigint
  owedBack: bigint
  gifts: bigint
  fees: bigint
}

/**
 * Gifts that were named out of `suspense`, and their card fees, while their cash is still with `operating`: owed to this
 * fund, but not in its pool. They join it when the money itself is moved over. What was named so and taken back never was.
 */
async function promisedGifts(read: Read, window: CloseWindow): Promise<Promised> {
  const [row] = await read<Record<keyof Promised, string>>(Prisma.sql`
    select coalesce(sum(t.amount_cents) filter (where d.code = 'interfund'), 0)::bigint::text as owed,
           coalesce(sum(t.amount_cents) filter (where c.code = 'interfund'), 0)::bigint::text as "owedBack",
           coalesce(sum(case 'gifts' when c.code then t.amount_cents when d.code then -t.amount_cents end), 0)::bigint::text as gifts,
           coalesce(sum(case 'processing_fees' when d.code then t.amount_cents when c.code then -t.amount_cents end), 0)::bigint::text as fees
      from ledger_transfer t
      join ledger_account d on d.id = t.debit_account_id
      join ledger_account c on c.id = t.credit_account_id
     where ${reachedBy(window)} and t.source_kind in ('suspense_assignment', 'suspense_reversal')`)
  const of = (what: keyof Promised) => BigInt(row?.[what] ?? 0)
  return { owed: of('owed'), owedBack: of('owedBack'), gifts: of('gifts'), fees: of('fees') }
}
