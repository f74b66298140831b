import type { Tx } from '#app/platform/db.ts'
import { Prisma } from '#prisma/generated/client.ts'

/**
 * What a person must look at before the sound rows of a batch come in, one line for each thing found: why, and what it was
 * found against. Asked once when the file was read and once more when it is brought in, so that both are the same question.
 */
const found = (batchId: string, timezone: string) => Prisma.sql`
  r as materialized (
    select line, email, name, amount_cents, refunded_cents, given_on, external_id, receipt_number, fund_id,
           number_token, address_token, of_donor, findings
      from import_row where batch_id = ${batchId}::uuid and problems = '[]'),
  standing as not materialized (
    select g.* from imported_gift g where not exists (select from imported_gift_end x where x.gift_id = g.id)),
  -- A row under the address of one record finds the gifts of all that are joined with it: most records are joined with none.
  root (id, root_id) as materialized (
    select merged_id, survivor_id from merges_that_stand()
    union select survivor_id, survivor_id from merges_that_stand()),
  joined (line, donor_id) as materialized (
    select r.line, other.id from root mine join donor d on d.id = mine.id join r on r.email = d.email
      join root other on other.root_id = mine.root_id and other.id <> d.id),
  -- What earlier files knew donors by, asked of rows that no address tells apart, and of lists of donors.
  token (line, email, of_donor, kind, token) as materialized (
    select line, email, of_donor, 'same_number', number_token from r where number_token is not null and (of_donor or email = '')
    union all
    select line, email, of_donor, 'same_name_address', address_token from r where address_token is not null and (of_donor or email = '')),
  batch (id) as materialized (
    select b.id from import_batch b
     where b.id <> ${batchId}::uuid and import_has(b.id, 'committed') and not import_has(b.id, 'undone')),
  known (line, why, donor_id) as materialized (
    select distinct t.line, t.kind, donor_now(k.donor_id) from token t
      join imported_donor_key k on k.token = t.token and k.kind <> 'row' join batch b on b.id = k.batch_id
      join donor d on d.id = k.donor_id and d.erased_at is null
     where d.email is distinct from t.email),
  found (line, why, kind, ref) as (
    select r.line, 'same_id', 'card', p.id::text from r join payment p on p.charge_id = r.external_id
    union select r.line, 'same_id', 'card', p.id::text from r join payment p on p.payment_intent_id = r.external_id
     where r.external_id <> ''
    union select r.line, 'same_id', 'imported', g.id::text from r join standing g on g.external_id = r.external_id
     where g.external_id <> ''
    union select r.line, 'same_receipt', 'imported', g.id::text from r join standing g on g.receipt_number = r.receipt_number
     where g.receipt_number <> ''
    union select r.line, 'same_day', 'card', p.id::text
      from r join donor d on d.email = r.email join payment p on p.donor_id = d.id and p.amount_cents = r.amount_cents
       and (p.occurred_at at time zone ${timezone})::date = r.given_on
    union select r.line, 'same_day', 'card', p.id::text
      from r join joined v on v.line = r.line join payment p on p.donor_id = v.donor_id and p.amount_cents = r.amount_cents
       and (p.occurred_at at time zone ${timezone})::date = r.given_on
    union select r.line, 'same_day', 'imported', g.id::text
      from r join donor d on d.email = r.email join standing g on g.donor_id = d.id and g.amount_cents = r.amount_cents
       and g.given_on = r.given_on
    union select r.line, 'same_day', 'imported', g.id::text
      from r join joined v on v.line = r.line join standing g on g.donor_id = v.donor_id and g.amount_cents = r.amount_cents
       and g.given_on = r.given_on
    union select r.line, 'same_day', 'imported', g.id::text
      from known v join r on r.line = v.line and r.email = '' join standing g on g.donor_id = v.donor_id
       and g.amount_cents = r.amount_cents and g.given_on = r.given_on
    union select line, 'same_id', 'row', first::text from (
      select line, min(line) over (partition by external_id) as first from r where external_id <> '') w where line <> first
    union select line, 'same_receipt', 'row', first::text from (
      select line, min(line) over (partition by receipt_number) as first from r where receipt_number <> '') w where line <> first
    union select line, 'same_day', 'row', first::text from (
      select line, min(line) over (partition by email, amount_cents, given_on) as first from r where email <> '' and not of_donor) w
     where line <> first
    union select line, 'same_day', 'row', first::text from (
      select line, min(line) over (partition by giver_of_row(number_token, address_token, line), amount_cents, given_on) as first
        from r where email = '' and not of_donor) w
     where line <> first
    union select r.line, 'other_name', 'donor', d.id::text from r join donor d on d.email = r.email
     where d.name <> '' and r.name <> '' and lower(d.name) <> lower(r.name)
    union select line, why, 'donor', donor_id::text from known
    union select w.line, w.why, 'row', w.first::text from (
      select 'same_number' as why, line, email, of_donor, min(line) over (partition by number_token) as first
        from r where number_token is not null
      union all
      select 'same_name_address', line, email, of_donor, min(line) over (partition by address_token)
        from r where address_token is not null) w
     where w.line <> w.first and (w.of_donor or w.email = '')
    union select line, 'same_email', 'row', first::text from (
      select line, min(line) over (partition by email) as first from r where email <> '' and of_donor) w where line <> first
    union select r.line, 'same_email', 'donor', d.id::text from r join donor d on d.email = r.email where r.of_donor
    union select line, 'campaign_unknown', '', '' from r where fund_id is null
    union select line, 'no_email', '', '' from r where email = ''
    union select line, 'partly_refunded', '', '' from r where refunded_cents > 0
    -- What the file said of it stands in the row since it was read.
    union select r.line, 'status_unclear', '', f ->> 'ref' from r cross join lateral jsonb_array_elements(r.findings) f
     where r.findings <> '[]' and f ->> 'why' = 'status_unclear'),
  told (line, findings) as (
    select line, jsonb_agg(jsonb_build_object('why', why, 'kind', kind, 'ref', ref) order by why, kind, ref) from found group by line)`

/** Writes what is found to the rows. A decision that was made knowing less is taken back. */
export async function noteFindings(tx: Tx, of: { batchId: string; timezone: string }): Promise<void> {
  await tx.$executeRaw`
    with ${found(of.batchId, of.timezone)}
    update import_row i
       set findings = t.findings, decision = null, decided_by = null, decided_at = null, donor_id = null
      from told t
     where i.batch_id = ${of.batchId}::uuid and i.line = t.line and not i.findings @> t.findings`
}

/** Whether something is found now against a row that would be taken, which its decision did not know. */
export async function hasNewFindings(tx: Tx, of: { batchId: string; timezone: string }): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ has: boolean }[]>`
    with ${found(of.batchId, of.timezone)}
    select exists (select from told t join import_row i on i.batch_id = ${of.batchId}::uuid and i.line = t.line
                    where i.taken and not i.findings @> t.findings) as has`
  return row?.has ?? false
}
