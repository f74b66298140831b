import type { Tx } from '#app/platform/db.ts'
import { Prisma } from '#prisma/generated/client.ts'
import { type Stored, storedRows } from './stored-places.ts'

/** Counts what is stored of a person, wherever it lies. Nothing is opened to count it. */
export async function stored(tx: Tx, personId: string): Promise<Stored> {
  const [row] = await tx.$queryRaw<Stored[]>`
    with person_ids as (select ${personId}::uuid as person_id),
         case_codes as (select case_code from person_case where person_id = ${personId}::uuid),
         request_ids as (select id as request_id from help_request where person_id = ${personId}::uuid),
         disbursement_ids as (select id as disbursement_id from disbursement where case_code in (table case_codes)),
         bond_ids as (select id as bond_id from bond where case_code in (table case_codes)),
         -- With the parts of funds that the reader does not serve: the papers of a shared bond may be kept with one of those.
         part_ids as (select x.bond_id from bond_ids b cross join lateral parts_of_bond(b.bond_id) x),
         agreement_ids as (select id from copay_agreement where case_code in (table case_codes)),
         causes as (
           select disbursement_id::text as id from disbursement_ids
           union select bond_id::text from bond_ids
           union select id::text from disbursement_payment where disbursement_id in (table disbursement_ids)
           union select id::text from bond_return where bond_id in (table bond_ids)
           union select id::text from bond_loss where bond_id in (table bond_ids)
           union select id::text from bond_recovery where bond_id in (table bond_ids)
           union select id::text from copay_receipt where agreement_id in (table agreement_ids)
           union select id::text from copay_reversal where receipt_id in (
                   select id from copay_receipt where agreement_id in (table agreement_ids))
           union select id::text from copay_payout where agreement_id in (table agreement_ids)),
         subs as (
           select id from ledger_account
            where sub in (select bond_id::text from bond_ids union select id::text from agreement_ids)),
         booked as (
           select id from ledger_transfer where source_id in (table causes)
           union select id from ledger_transfer where debit_account_id in (table subs)
           union select id from ledger_transfer where credit_account_id in (table subs)),
         subjects as (
           select ${personId} as id union select request_id::text from request_ids
           union select disbursement_id::text from disbursement_ids union select bond_id::text from bond_ids
           union select id::text from agreement_ids)
    select ${Prisma.join(Object.entries(storedRows).map(counted))},
           (select count(*) from ledger_transfer
             where id in (table booked) or reverses_id in (table booked))::int as bookings,
           (select count(*) from audit_event where subject_id in (table subjects))::int as audit`
  if (!row) throw new Error('a count answers one row')
  return row
}

const setOf = {
  person_id: 'person_ids',
  case_code: 'case_codes',
  request_id: 'request_ids',
  disbursement_id: 'disbursement_ids',
  bond_id: 'part_ids',
} as const

/** The names come from the list of places alone, never from a request. */
function counted([place, { counted: tables }]: [
  string,
  (typeof storedRows)[keyof typeof storedRows],
]): Prisma.Sql {
  const counts = Object.entries(tables as Record<string, keyof typeof setOf>).map(
    ([table, by]) => `(select count(*) from ${table} where ${by} in (table ${setOf[by]}))`,
  )
  return Prisma.raw(`(${counts.join(' + ')})::int as ${place}`)
}
