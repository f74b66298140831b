import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { lockHolds } from '#app/domain/vault/lock-person.server.ts'
import { now } from '#app/platform/clock.ts'
import { inTransaction } from '#app/platform/db.ts'

const system = { scope: { kind: 'system' } } as const
const atOnce = 500

/** What nobody paid within this many days is no gift: who began it is forgotten. */
const daysUnpaid = 30

/**
 * The night's forgetting: receipts of erased donors whose legal term is over lose their key and their text, unless a demand
 * holds them; gifts that were begun and never paid lose their name; mails with a way in are emptied once that way is closed.
 */
export async function shredReceipts(): Promise<void> {
  for (;;) if ((await shredSome()) < atOnce) break
  await forgetUnpaid()
  await emptyOldLinks()
}

const shredSome = (): Promise<number> =>
  inTransaction(system, async (tx) => {
    await lockHolds(tx)
    const at = now()
    const due = await tx.$queryRaw<{ id: string }[]>`
      select k.payment_id as id from kept_receipt k join payment p on p.id = k.payment_id
       where k.shredded_at is null and k.keep_until < local_day(now()) and not donor_is_on_hold(p.donor_id)
       order by k.payment_id limit ${atOnce} for update of k`
    if (due.length === 0) return 0
    const ids = due.map(({ id }) => id)
    await tx.$executeRaw`
      update kept_receipt set sealed = null, shredded_at = ${at} where payment_id = any (${ids}::uuid[])`
    await tx.$executeRaw`
      update vault_keys.receipt_key set wrapped_key = null, destroyed_at = ${at} where payment_id = any (${ids}::uuid[])`
    await recordAudit(tx, {
      actor: { kind: 'system' },
      action: 'donor.receipts_shredded',
      subject: 'donor',
      detail: { receipts: ids.length },
    })
    return ids.length
  })

const forgetUnpaid = () =>
  inTransaction(
    system,
    (tx) => tx.$executeRaw`
      update gift_intent i set email = '', name = ''
       where i.email <> '' and i.occurred_at < ${now()}::timestamptz - ${daysUnpaid} * interval '1 day'
         and not exists (select from payment p where p.intent_id = i.id)
         and not exists (select from recurring_donation r where r.intent_id = i.id)
         and not exists (select from checkout_session s where s.intent_id = i.id and s.state = 'complete')`,
  )

/** A link in the outbox would outlive the ten minutes that it is good for. */
const emptyOldLinks = () =>
  inTransaction(
    system,
    (tx) => tx.$executeRaw`
      update mail m set recipient = '', props = '{}'
       where m.message in ('donor-sign-in', 'donor-email-change') and m.props <> '{}'
         and m.recorded_at < ${now()}::timestamptz - interval '2 days'
         and exists (select from mail_event e where e.mail_id = m.id and e.kind in ('sent', 'suppressed', 'handled'))`,
  )
