import type { Tx } from '#app/platform/db.ts'

/**
 * A date was missed: from now on it waits, the same day, for someone to ask why. A miss that was known before its date was
 * entered takes the date up: nobody is asked twice, and a report counts one.
 */
export async function noteMissedDate(
  tx: Tx,
  of: { bondId: string; dateId: string | null; by: string; at: Date },
): Promise<void> {
  const { bondId, dateId, by, at } = of
  if (dateId && (await takenUp(tx, { bondId, dateId }))) return
  await tx.missedDate.create({ data: { bondId, dateId, recordedBy: by, occurredAt: at } })
}

/**
 * Whether a miss without a date is of this one: noted on its day or later, with no other date in between that stood. It is heard
 * of days later, and the date is then the last one that the person had to come to.
 */
async function takenUp(tx: Tx, { bondId, dateId }: { bondId: string; dateId: string }): Promise<boolean> {
  const taken = await tx.$executeRaw`
    update missed_date set date_id = ${dateId}::uuid where id = (
      select m.id from missed_date m join court_date d on d.id = ${dateId}::uuid
       where m.bond_id = ${bondId}::uuid and m.date_id is null and local_day(m.occurred_at) >= d.day
         and not exists (
           select from court_date x left join court_date_outcome o on o.date_id = x.id
            where x.bond_id = m.bond_id and x.day > d.day and x.day <= local_day(m.occurred_at)
              and o.outcome is distinct from 'moved' and o.outcome is distinct from 'cancelled')
       order by m.occurred_at limit 1)`
  return taken > 0
}
