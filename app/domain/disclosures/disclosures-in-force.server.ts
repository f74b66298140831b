import { db, type Tx } from '#app/platform/db.ts'

export type DisclosureInForce = {
  place: string
  /** The official text. */
  english: string
  /** The same in the reader's language; null where that is English or nobody has translated it. */
  translated: string | null
}

/** What donors are told on this day where gifts are asked for: see `disclosures_on` in the database. */
export const disclosuresInForce = (of: { language: string }): Promise<DisclosureInForce[]> =>
  db().$queryRaw<DisclosureInForce[]>`
    select d.place, e.body as english, t.body as translated
      from disclosures_on(local_day(now())) d
      join state_disclosure_text e on e.disclosure_id = d.id and e.language = 'en'
      left join state_disclosure_text t
        on t.disclosure_id = d.id and t.language = ${of.language} and t.language <> 'en'
     order by d.place`

/**
 * Keeps with a payment, before its receipt is written, what states want said on receipts on the gift's day. What is added
 * or changed later is not on this receipt, nor on one that corrects it.
 */
export async function keepDisclosures(tx: Tx, { paymentId }: { paymentId: string }): Promise<void> {
  await tx.$executeRaw`
    insert into receipt_disclosure (payment_id, disclosure_id)
    select p.id, d.id from payment p cross join lateral disclosures_on(local_day(p.occurred_at)) d
     where p.id = ${paymentId}::uuid and d.on_receipts
        on conflict do nothing`
}

/** What was kept with a payment, in the reader's language as far as somebody translated it. */
export const keptDisclosures = (
  tx: Tx,
  of: { paymentId: string; language: string },
): Promise<DisclosureInForce[]> =>
  tx.$queryRaw<DisclosureInForce[]>`
    select d.place, e.body as english, t.body as translated
      from receipt_disclosure k join state_disclosure d on d.id = k.disclosure_id
      join state_disclosure_text e on e.disclosure_id = d.id and e.language = 'en'
      left join state_disclosure_text t
        on t.disclosure_id = d.id and t.language = ${of.language} and t.language <> 'en'
     where k.payment_id = ${of.paymentId}::uuid order by d.place`
