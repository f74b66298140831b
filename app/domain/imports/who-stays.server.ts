import { Prisma } from '#prisma/generated/client.ts'

/**
 * Whoever of a batch's donors stays when it is taken back, once for each thing that there is of them: the table's name, or
 * `on_hold` where a legal demand holds them, `gone_back` where something of a gift went back. Who was erased is nobody any more. It reads every table that names a donor, so it
 * is asked as the system, and of the whole batch at once.
 */
export const whoStays = (batchId: string): Prisma.Sql => Prisma.sql`
  select s.donor_id, s.used_in
    from (select donor_id, used_in from imported_donors_in_use(${batchId}::uuid)
          union select donor_id, 'on_hold' from donors_on_hold(array(
                  select i.donor_id from imported_donor i where i.batch_id = ${batchId}::uuid))
          union select g.donor_id, 'annual_statement' from imported_gift g
                  join annual_statement_line l on l.gift_kind = 'imported' and l.gift_id = g.id
                 where g.batch_id = ${batchId}::uuid
          union select g.donor_id, 'gone_back' from imported_gift g
                 where g.batch_id = ${batchId}::uuid
                   and (exists (select from imported_gift_refund r where r.gift_id = g.id)
                        or exists (select from imported_gift_dispute q where q.gift_id = g.id))) s
    join donor d on d.id = s.donor_id and d.erased_at is null`
