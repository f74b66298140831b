import { type Posting, postBatch } from '#app/domain/ledger/post.server.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import type { ChargeOwner, Movement } from './balance-transaction.ts'
import { bookCharges } from './book-charges.server.ts'
import { bookOther } from './book-other.server.ts'
import { operatingFundId } from './operating-fund.server.ts'

export type Page = {
  /** Oldest first. */
  movements: Movement[]
  owners: Map<string, ChargeOwner>
  /** Moves the fast walk's cursor to this movement, in the same transaction. */
  cursor?: string
}

export type Posted = { inserted: number; paymentIds: string[] }

/**
 * Posts a page of Stripe's movements in one transaction: mirror rows first, and only what was inserted makes payments,
 * donations and transfers (`one_source_posts_once`). Reading the same page again, from any walk, changes nothing.
 * Gifts go first and all at once: what came of them, refunds and disputes, is booked one by one.
 */
export async function postMovements(page: Page): Promise<Posted> {
  return inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    const [charges, others] = divide(page)
    const operating = await operatingFundId(tx)
    const paymentIds = await bookCharges(tx, { movements: charges, owners: page.owners, operating })
    const fresh = await mirror(tx, others)
    const postings: Posting[] = []
    for (const movement of fresh) postings.push(...(await bookOther(tx, { movement, operating })))
    await postBatch(tx, postings)
    if (page.cursor) await moveCursor(tx, page.cursor)
    return { inserted: paymentIds.length + fresh.length, paymentIds }
  })
}

/** Charges whose owner we know, and every other movement, which is booked by what it says itself. Each once. */
function divide({ movements, owners }: Page): [charges: Movement[], others: Movement[]] {
  const once = [...new Map(movements.map((movement) => [movement.id, movement])).values()]
  const isOwned = ({ posting, source }: Movement) =>
    posting.kind === 'charge' && source.kind === 'charge' && owners.has(source.charge.id)
  return [once.filter(isOwned), once.filter((movement) => !isOwned(movement))]
}

/** Ids are sorted, so that two walks over one page meet in one order and never in a deadlock. */
async function mirror(tx: Tx, movements: Movement[]): Promise<Movement[]> {
  if (movements.length === 0) return []
  const sorted = [...movements].sort((a, b) => (a.id < b.id ? -1 : 1))
  const column = <T>(read: (movement: Movement) => T): T[] => sorted.map(read)
  const inserted = await tx.$queryRaw<{ id: string }[]>`
    insert into stripe_balance_transaction (id, type, reporting_category, amount_cents, fee_cents, net_cents, currency,
                                            source_id, posted_as, created_at, available_on)
    select * from unnest(
      ${column((m) => m.id)}::text[], ${column((m) => m.type)}::text[], ${column((m) => m.reportingCategory)}::text[],
      ${column((m) => m.amountCents)}::bigint[], ${column((m) => m.feeCents)}::bigint[], ${column((m) => m.netCents)}::bigint[],
      ${column((m) => m.currency)}::text[], ${column(sourceIdOf)}::text[],
      ${column((m) => (m.posting.kind === 'charge' ? 'suspense' : m.posting.kind))}::text[],
      ${column((m) => m.createdAt.toISOString())}::timestamptz[], ${column((m) => m.availableOn.toISOString())}::timestamptz[])
    on conflict (id) do nothing
    returning id`
  const ids = new Set(inserted.map((row) => row.id))
  return movements.filter((movement) => ids.has(movement.id))
}

function sourceIdOf({ source }: Movement): string | null {
  return source.kind === 'charge' ? source.charge.id : source.id
}

async function moveCursor(tx: Tx, newest: string): Promise<void> {
  await tx.$executeRaw`
    insert into sweep_cursor (name, newest_txn, walked_at) values ('fast', ${newest}, now())
    on conflict (name) do update set newest_txn = excluded.newest_txn, walked_at = excluded.walked_at`
}
