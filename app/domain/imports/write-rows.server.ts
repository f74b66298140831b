import type { Tx } from '#app/platform/db.ts'
import type { ReadRow } from './read-row.ts'

type Token = { token: string; numberToken: string; addressToken: string }
/** `tokens` are in hex, row by row; empty where there is nothing to make one of. */
type Written = { batchId: string; rows: ReadRow[]; tokens: Token[] }

/**
 * Rows of a file in one statement. Whoever was erased is not named again: of their row only the fault stays, recognised by
 * the token of its address, or by what an earlier file knew them by. A postal address is kept as its token alone.
 */
export async function writeRows(tx: Tx, { batchId, rows, tokens }: Written): Promise<void> {
  if (rows.length === 0) return
  // Written out, as the row itself is: see there.
  const sent = rows.map((row, at) => ({
    line: row.line,
    email: row.email,
    name: row.name,
    // JSON has no whole number that is safe for cents.
    cents: String(row.amountCents),
    refunded: String(row.refundedCents),
    givenOn: row.givenOn,
    fundId: row.fundId,
    campaign: row.campaign,
    campaignToken: row.campaignToken,
    externalId: row.externalId,
    receiptNumber: row.receiptNumber,
    optIn: row.optIn,
    ofDonor: row.ofDonor,
    unclearStatus: row.unclearStatus,
    problems: row.problems,
    token: tokens[at]?.token,
    numberToken: tokens[at]?.numberToken,
    addressToken: tokens[at]?.addressToken,
  }))
  await tx.$executeRaw`
    insert into import_row (batch_id, line, email, name, email_token, amount_cents, refunded_cents, given_on, fund_id, campaign,
                            campaign_token, external_id, receipt_number, opt_in, number_token, address_token, of_donor, problems, findings)
    select ${batchId}::uuid, r.line, case when e.erased then '' else r.email end, case when e.erased then '' else r.name end,
           nullif(decode(r.token, 'hex'), ''::bytea), r.cents, r.refunded, r."givenOn", r."fundId", r.campaign,
           nullif(decode(r."campaignToken", 'hex'), ''::bytea), r."externalId",
           r."receiptNumber", r."optIn", t.number, t.address, r."ofDonor",
           case when e.erased then '[{"column": 0, "code": "address_was_erased"}]'::jsonb else r.problems end,
           case when r."fundId" is null and r.problems = '[]' and not e.erased
                then '[{"why": "campaign_unknown", "kind": "", "ref": ""}]'::jsonb else '[]' end
           || case when r."unclearStatus" is not null and r.problems = '[]' and not e.erased
                   then jsonb_build_array(jsonb_build_object('why', 'status_unclear', 'kind', '', 'ref', r."unclearStatus"))
                   else '[]' end
      from jsonb_to_recordset(${JSON.stringify(sent)}::jsonb)
        as r(line int, email text, name text, token text, cents bigint, refunded bigint, "givenOn" date, "fundId" uuid, campaign text,
             "campaignToken" text,
             "externalId" text, "receiptNumber" text, "optIn" boolean, "numberToken" text, "addressToken" text, "ofDonor" boolean,
             "unclearStatus" text, problems jsonb)
     cross join lateral (select nullif(decode(r."numberToken", 'hex'), ''::bytea) as number,
                                nullif(decode(r."addressToken", 'hex'), ''::bytea) as address) t
     cross join lateral (select exists (select from donor_erasure d where d.email_token = decode(r.token, 'hex'))
                             or exists (select from imported_donor_key k join donor d on d.id = k.donor_id and d.erased_at is not null
                                         where k.token in (t.number, t.address) and k.kind <> 'row'
                                           and not import_has(k.batch_id, 'undone')) as erased) e`
}
