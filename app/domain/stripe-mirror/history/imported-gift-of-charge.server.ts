import type { Tx } from '#app/platform/db.ts'
import { Prisma } from '#prisma/generated/client.ts'
import type { Movement } from '../balance-transaction.ts'

/** A gift from before this site began, of one fund. `leftCents`: what of it has not gone back yet. */
type ImportedGift = {
  id: string
  donorId: string
  fundId: string
  feesPaidByFund: boolean
  leftCents: bigint
}

/**
 * The gift of an import that stands and bears Stripe's number of this movement's charge, or of its payment intent, locked. Whose
 * file it came from does not matter: nobody else gives out these numbers. Null where there is none.
 */
export async function importedGiftOfCharge(
  tx: Tx,
  source: Extract<Movement['source'], { kind: 'refund' | 'dispute' }>,
): Promise<ImportedGift | null> {
  const numbers = [source.chargeId, source.paymentIntentId].flatMap((number) => number || [])
  if (numbers.length === 0) return null
  const [named] = await tx.$queryRaw<{ id: string; batchId: string }[]>`
    select g.id, g.batch_id as "batchId" from imported_gift g
     where g.external_id <> '' and g.external_id = any (${numbers}::text[]) and ${stands}
     order by g.external_id = ${source.chargeId} desc, g.id limit 1`
  if (!named) return null
  // A file that is being taken back ends first; then the gift does not stand, and nothing of it is recognised.
  await tx.$queryRaw`select hold_import(${named.batchId}::uuid, false)::text`
  await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended(${named.id}, 0))::text`
  const [gift] = await tx.$queryRaw<ImportedGift[]>`
    select g.id, donor_now(g.donor_id)::text as "donorId", g.fund_id as "fundId", f.fees_paid_by = 'fund' as "feesPaidByFund",
           imported_gift_left(g.id) as "leftCents"
      from imported_gift g join fund f on f.id = g.fund_id where g.id = ${named.id}::uuid and ${stands}`
  return gift ?? null
}

const stands = Prisma.sql`
  import_has(g.batch_id, 'committed') and not exists (select from imported_gift_end x where x.gift_id = g.id)`

/** What of a movement takes the gift down: a file may have told of less than the card was charged. */
export const withinGift = (gift: ImportedGift, amount: bigint): bigint =>
  amount > gift.leftCents ? gift.leftCents : amount
