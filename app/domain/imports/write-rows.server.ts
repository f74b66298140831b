import type { Tx } from '#app/platform/db.ts'
import type { ReadRow } from './read-row.ts'

type Written = { batchId: string; rows: ReadRow[]; tokens: string[] }

/**
 * Rows of a file in one statement. Whoever was erased is not named again: of their row only the fault stays, recognised by
 * the token of its address.
 */
export async function writeRows(tx: Tx, { batchId, rows, tokens }: Written): Promise<void> {
  if (rows.length === 0) return
  const sent = rows.map(({ amountCents, refundedCents, ...row }, at) => ({
    ...row,
    // JSON has no whole number that is safe for cents.
    ...{ cents: String(amountCents), refunded: String(refundedCents), token: tokens[at] },
  }))
  await tx.$executeRaw`
    insert into import_row (batch_id, line, email, name, email_token, amount_cents, refunded_cents, given_on, fund_id, campaign,
                            campaign_token, external_id, receipt_number, opt_in, problems, findings)
    select ${batchId}::uuid, r.line, case when e.erased then '' else r.email end, case when e.erased then '' else r.name end,
           nullif(decode(r.token, 'hex'), ''::bytea), r.cents, r.refunded, r."givenOn", r."fundId", r.campaign,
           nullif(decode(r."campaignToken", 'hex'), ''::bytea), r."externalId",
           r."receiptNumber", r."optIn",
           case when e.erased then '[{"column": 0, "code": "address_was_erased"}]'::jsonb else r.problems end,
           case when r."fundId" is null and r.problems = '[]' and not e.erased
                then '[{"why": "campaign_unknown", "kind": "", "ref": ""}]'::jsonb else '[]' end
      from jsonb_to_recordset(${JSON.stringify(sent)}::jsonb)
        as r(line int, email text, name text, token text, cents bigint, refunded bigint, "givenOn" date, "fundId" uuid, campaign text,
             "campaignToken" text,
             "externalId" text, "receiptNumber" text, "optIn" boolean, problems jsonb)
     cross join lateral (select exists (select from donor_erasure d where d.email_token = decode(r.token, 'hex')) as erased) e`
}
