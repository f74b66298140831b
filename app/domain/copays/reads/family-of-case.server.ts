import type { Tx } from '#app/platform/db.ts'
import type { OfferAnswer } from '../copay.ts'
import { type Agreement, readAgreements } from './agreements.server.ts'

export type FamilyOfCase = {
  /** Each time that a relative was asked whether they can post their part themselves; the last one counts. */
  offers: { answer: OfferAnswer; by: string; at: Date }[]
  agreements: Agreement[]
}

/** What was asked of the family of a case, what they signed, and where their money is. */
export async function familyOfCase(
  tx: Tx,
  { id, ...of }: { id: string; fundId: string; caseCode: string },
): Promise<FamilyOfCase> {
  const offers = await tx.$queryRaw<FamilyOfCase['offers']>`
    select o.answer, s.name as by, o.occurred_at as at from copay_offer o join staff s on s.id = o.asked_by
     where o.fund_id = ${of.fundId}::uuid and o.case_code = ${of.caseCode} order by o.recorded_at, o.id`
  return {
    offers,
    agreements: await readAgreements(tx, { fundId: of.fundId, caseCode: of.caseCode, disbursementId: id }),
  }
}
