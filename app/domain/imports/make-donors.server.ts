import type { Tx } from '#app/platform/db.ts'

/**
 * Who is new becomes a donor, by the longest name that the file knows them by: first who has an address, then who has none.
 * Rows without one are of one donor where the file gives them one number, or one name and postal address; where a row of the
 * same has an e-mail address, it is that donor's. Answers how many are new.
 */
export async function makeDonors(tx: Tx, batchId: string): Promise<number> {
  const withAddress = await makeAddressed(tx, batchId)
  await keepAddressed(tx, batchId)
  return withAddress + (await makeUnaddressed(tx, batchId))
}

const makeAddressed = (tx: Tx, batchId: string): Promise<number> => tx.$executeRaw`
  with named as (
    select distinct on (r.email) r.email, r.name from import_row r
     where r.batch_id = ${batchId}::uuid and r.taken and r.donor_id is null and r.email <> ''
       and not exists (select from donor d where d.email = r.email)
     order by r.email, char_length(r.name) desc, r.line),
  made as (insert into donor (email, name) select email, name from named on conflict (email) do nothing returning id)
  insert into imported_donor (donor_id, batch_id) select id, ${batchId}::uuid from made`

/** By what the file knows whoever has an address: by the first row that says so. */
const keepAddressed = (tx: Tx, batchId: string): Promise<number> => tx.$executeRaw`
  insert into imported_donor_key (batch_id, token, kind, donor_id)
  select distinct on (t.token) r.batch_id, t.token, t.kind, d.id
    from import_row r join donor d on d.email = r.email
   cross join lateral (values ('number', r.number_token), ('name_and_address', r.address_token)) t (kind, token)
   where r.batch_id = ${batchId}::uuid and r.taken and r.donor_id is null and r.email <> '' and t.token is not null
   order by t.token, r.line`

const makeUnaddressed = (tx: Tx, batchId: string): Promise<number> => tx.$executeRaw`
  with named as materialized (
    select distinct on (g.token) gen_random_uuid() as id, g.token, g.kind, r.name
      from import_row r
     cross join lateral (select giver_of_row(r.number_token, r.address_token, r.line) as token,
                                case when r.number_token is not null then 'number'
                                     when r.address_token is not null then 'name_and_address' else 'row' end as kind) g
     where r.batch_id = ${batchId}::uuid and r.taken and r.donor_id is null and r.email = ''
       and not exists (select from imported_donor_key k where k.batch_id = r.batch_id and k.token = g.token)
     order by g.token, char_length(r.name) desc, r.line),
  made as (insert into donor (id, email, name) select id, null, name from named),
  known as (insert into imported_donor_key (batch_id, token, kind, donor_id)
            select ${batchId}::uuid, token, kind, id from named)
  insert into imported_donor (donor_id, batch_id) select id, ${batchId}::uuid from named`

/**
 * What the next file knows them by: the postal addresses of those who have a number too, and what the rows say that a person
 * gave to a record. With `eachRow`, whose each row is: all that a list of donors leaves.
 */
export async function keepKeys(tx: Tx, of: { batchId: string; eachRow: boolean }): Promise<void> {
  await tx.$executeRaw`
    insert into imported_donor_key (batch_id, token, kind, donor_id)
    select distinct on (t.token) r.batch_id, t.token, t.kind, coalesce(r.donor_id, k.donor_id)
      from import_row r
      left join imported_donor_key k on k.batch_id = r.batch_id and k.token = giver_of_row(r.number_token, r.address_token, r.line)
     cross join lateral (values ('number', r.number_token), ('name_and_address', r.address_token)) t (kind, token)
     where r.batch_id = ${of.batchId}::uuid and r.taken and t.token is not null and (r.email = '' or r.donor_id is not null)
     order by t.token, r.line
    on conflict do nothing`
  if (of.eachRow)
    await tx.$executeRaw`
      insert into imported_donor_key (batch_id, token, kind, donor_id)
      select r.batch_id, sha256(int4send(r.line)), 'row', coalesce(r.donor_id, d.id, k.donor_id)
        from import_row r left join donor d on d.email = r.email
        left join imported_donor_key k on r.email = '' and r.donor_id is null and k.batch_id = r.batch_id
         and k.token = giver_of_row(r.number_token, r.address_token, r.line)
       where r.batch_id = ${of.batchId}::uuid and r.taken
      on conflict do nothing`
}
