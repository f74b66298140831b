import { Prisma } from '#prisma/generated/client.ts'

/**
 * Rows that wait and were found against just one record for a reason, each with it: `one_record (line, why, donor_id)`. Only
 * records that the reader may know: to which of another fund's a row would go is not told by giving it to them.
 */
export const oneRecordEach = (batchId: string): Prisma.Sql => Prisma.sql`
  one as materialized (
    select r.line, f ->> 'why' as why, min(f ->> 'ref')::uuid as donor_id
      from import_row r cross join lateral jsonb_array_elements(r.findings) f
     where r.batch_id = ${batchId}::uuid and r.undecided and r.problems = '[]' and r.fund_id is not null
       and not r.findings @> '[{"why":"same_id"}]' and not r.findings @> '[{"why":"status_unclear"}]'
       and f ->> 'kind' = 'donor' and f ->> 'why' in ('same_number', 'same_name_address')
     group by 1, 2 having count(distinct f ->> 'ref') = 1),
  reached as materialized (
    select d.id from (select distinct donor_id from one) o join donor d on d.id = o.donor_id
     where d.erased_at is null and donor_in_reach(d.id)),
  one_record as (select o.line, o.why, o.donor_id from one o join reached d on d.id = o.donor_id)`

const speaksOfNobodyHere = Prisma.sql`
  not exists (select from jsonb_array_elements(findings) other
               where other ->> 'kind' in ('donor', 'imported', 'card') or other ->> 'why' in ('same_day', 'same_receipt'))`

/**
 * Whether a row may be taken by what is said of all that were found for a reason (an expression of SQL). Where it also needs
 * a decision of another kind, it is looked at by itself: without an address, as a record of its own, only where nothing else
 * speaks of a donor or a gift that is here. Whether it was paid at all is said of it alone, or of all of which that is asked.
 */
export const mayBeTaken = (why: Prisma.Sql): Prisma.Sql => Prisma.sql`
  problems = '[]' and fund_id is not null and not findings @> '[{"why":"same_id"}]'
  and (${why} = 'status_unclear' or not findings @> '[{"why":"status_unclear"}]')
  and case ${why}
        when 'no_email' then name <> '' and ${speaksOfNobodyHere}
        when 'status_unclear' then (email <> '' or name <> '') and ${speaksOfNobodyHere}
        when 'same_number' then email <> '' or name <> ''
        when 'same_name_address' then email <> '' or name <> ''
        else email <> '' end`
