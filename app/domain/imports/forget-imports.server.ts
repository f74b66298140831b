import { lockHolds } from '#app/domain/vault/lock-person.server.ts'
import { now } from '#app/platform/clock.ts'
import { inTransaction } from '#app/platform/db.ts'

/** How many days a file may wait to be looked at. It names people who are not donors here yet. */
const daysKept = 14

/**
 * The night's forgetting: a batch that nobody brought in is given up, with all that its file said of people; a file that
 * became no batch goes after a day. While a legal demand for its fund or for everything is open, it stays.
 */
export async function forgetImports(): Promise<void> {
  await inTransaction({ scope: { kind: 'system' }, milliseconds: 120_000 }, async (tx) => {
    const at = now()
    await lockHolds(tx)
    const old = await tx.$queryRaw<{ id: string }[]>`
      select b.id from import_batch b
       where b.occurred_at < ${at}::timestamptz - ${daysKept} * interval '1 day' and import_run(b.id) is null
         and not record_is_on_hold(b.fund_id, null)
         and not exists (select from import_event e where e.batch_id = b.id and e.kind in ('committed', 'cancelled', 'unreadable'))
       order by b.id for no key update`
    for (const { id } of old) {
      await tx.importEvent.create({
        data: { batchId: id, kind: 'cancelled', reason: 'waited_too_long', occurredAt: at },
      })
      await tx.importRow.deleteMany({ where: { batchId: id } })
    }
    const ids = old.map(({ id }) => id)
    await tx.$executeRaw`
      delete from import_chunk c where c.batch_id = any (${ids}::uuid[])
         or c.recorded_at < ${at}::timestamptz - interval '1 day' and not record_is_on_hold(null, null)
            and not exists (select from import_batch b where b.id = c.batch_id)`
  })
}
