import { inTransaction } from '#app/platform/db.ts'

/** A gift from before this site began, as another system's file told of it. */
export type OwnHistory = { id: string; on: Date; cents: bigint; fund: string; receiptNumber: string }

/** More than a gift a week for ten years; statements have all of them. */
const shownAtMost = 600

/** What a donor gave before, the newest first. A file that was taken back says nothing any more. */
export async function historyOfDonor(of: { donorId: string; language: string }): Promise<OwnHistory[]> {
  return inTransaction(
    { scope: { kind: 'donor', donorId: of.donorId } },
    (tx) => tx.$queryRaw<OwnHistory[]>`
      select l.gift_id as id, l.given_at as on, l.amount_cents as cents, t.name as fund, g.receipt_number as "receiptNumber"
        from donor_gift_line l join imported_gift g on g.id = l.gift_id
        join lateral (select x.name from fund_purpose_text x
                       where x.fund_id = l.fund_id and x.version = l.purpose_version and x.language in (${of.language}, 'en')
                       order by x.language = ${of.language} desc limit 1) t on true
       where l.donor_id = ${of.donorId}::uuid and l.gift_kind = 'imported' and l.stands
       order by l.given_at desc, l.gift_id limit ${shownAtMost}`,
  )
}
