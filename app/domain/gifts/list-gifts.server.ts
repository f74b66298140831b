import { type Cursor, writeCursor } from '#app/domain/disbursements/reads/cursor.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { Prisma } from '#prisma/generated/client.ts'
import type { GiftMark, ListedGift } from './gift-mark.ts'
import { type GiftSearch, readGiftSearch } from './gift-search.ts'
import { maskEmail } from './mask-email.ts'

const pageSize = 30
const mostFound = 50

type Of = { fundIds: string[]; mark: GiftMark | null; fundSlug: string | null; after: Cursor | null }

/** Gifts to a person's funds, the newest first. */
export async function listGifts(of: Of): Promise<{ rows: ListedGift[]; next: string | null }> {
  const { fundIds, mark, fundSlug, after } = of
  return inTransaction({ scope: { kind: 'staff', fundIds } }, async (tx) => {
    const rows = await read(tx, {
      where: Prisma.sql`
            exists (select from donation d join fund f on f.id = d.fund_id
                     where d.payment_id = p.id and f.id = any (${fundIds}::uuid[])
                       and (${fundSlug}::text is null or f.slug = ${fundSlug}))
        and (${after?.at ?? null}::timestamptz is null
             or (p.occurred_at, p.id) < (${after?.at ?? null}::timestamptz, ${after?.id ?? null}::uuid))
        and ${mark ? whereMarked[mark] : Prisma.sql`true`}`,
      limit: pageSize + 1,
    })
    const shown = rows.slice(0, pageSize)
    const last = rows.length > pageSize ? shown.at(-1) : undefined
    return {
      rows: shown.map(listed),
      next: last ? writeCursor({ at: last.occurred_at, id: last.id }) : null,
    }
  })
}

/** Those that fit what was typed, the newest first, at most fifty; `more` where there are others. */
export async function searchGifts(of: {
  fundIds: string[]
  typed: string
}): Promise<{ rows: ListedGift[]; more: boolean }> {
  const search = readGiftSearch(of.typed)
  const { timezone } = await organization()
  return inTransaction({ scope: { kind: 'staff', fundIds: of.fundIds } }, async (tx) => {
    const rows = await read(tx, {
      where: Prisma.sql`
            exists (select from donation d where d.payment_id = p.id and d.fund_id = any (${of.fundIds}::uuid[]))
        and (${fitting(search, timezone)})`,
      limit: mostFound + 1,
    })
    return { rows: rows.slice(0, mostFound).map(listed), more: rows.length > mostFound }
  })
}

const refundedOf = Prisma.sql`coalesce((select sum(f.amount_cents) from gift_refund f where f.payment_id = p.id), 0)::bigint`
const hasFailed = Prisma.sql`exists (select from refund f where f.payment_id = p.id and f.failed_txn_id is not null
                               and not exists (select from gift_answer a where a.question = 'refund_failed' and a.subject_id = f.id))`
const isDisputed = Prisma.sql`(exists (select from dispute d where d.payment_id = p.id)
                               or exists (select from dispute_case c where c.charge_id = p.charge_id))`

const whereMarked: Record<GiftMark, Prisma.Sql> = {
  refunded: Prisma.sql`${refundedOf} = p.amount_cents`,
  partly_refunded: Prisma.sql`${refundedOf} between 1 and p.amount_cents - 1`,
  refund_failed: hasFailed,
  disputed: isDisputed,
}

function fitting(search: GiftSearch, timezone: string): Prisma.Sql {
  const { email, chargeId, day, receiptNumber, last4, amountCents } = search
  if (email !== null)
    return Prisma.sql`p.intent_id in (select i.id from gift_intent i where i.email = ${email})`
  if (chargeId !== null)
    return Prisma.sql`p.charge_id = ${chargeId} or p.payment_intent_id = ${chargeId}
      or exists (select from refund f where f.payment_id = p.id and f.id = ${chargeId})
      or exists (select from dispute_case c where c.charge_id = p.charge_id and c.id = ${chargeId})`
  if (day !== null)
    return Prisma.sql`p.occurred_at >= (${day}::date)::timestamp at time zone ${timezone}
      and p.occurred_at < (${day}::date + 1)::timestamp at time zone ${timezone}`
  return Prisma.sql`p.receipt_number = ${receiptNumber}::bigint or p.card_last4 = ${last4}::text
    or p.amount_cents = ${amountCents}::bigint
    or exists (select from receipt_correction c where c.payment_id = p.id and c.number = ${receiptNumber}::bigint)`
}

type Row = {
  id: string
  receipt_number: bigint
  name: string
  email: string
  amount_cents: bigint
  refunded: bigint
  card_last4: string | null
  monthly: boolean
  occurred_at: Date
  failed: boolean
  disputed: boolean
}

const read = (tx: Tx, of: { where: Prisma.Sql; limit: number }): Promise<Row[]> =>
  tx.$queryRaw<Row[]>`
    select p.id, p.receipt_number, i.name, i.email, p.amount_cents, p.card_last4, p.occurred_at,
           p.recurring_donation_id is not null as monthly, ${refundedOf} as refunded, ${hasFailed} as failed,
           ${isDisputed} as disputed
      from payment p join gift_intent i on i.id = p.intent_id
     where ${of.where}
     order by p.occurred_at desc, p.id desc limit ${of.limit}`

function listed(row: Row): ListedGift {
  const marks: GiftMark[] = []
  if (row.refunded === row.amount_cents) marks.push('refunded')
  else if (row.refunded > 0n) marks.push('partly_refunded')
  if (row.failed) marks.push('refund_failed')
  if (row.disputed) marks.push('disputed')
  return {
    ...{ id: row.id, receiptNumber: String(row.receipt_number), donorName: row.name, marks },
    ...{ email: maskEmail(row.email), amountCents: row.amount_cents, refundedCents: row.refunded },
    ...{ last4: row.card_last4, isMonthly: row.monthly, occurredAt: row.occurred_at },
  }
}
