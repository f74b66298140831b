import { now } from '#app/platform/clock.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'

/** After the notice went out, was declined or was never answered. */
const daysAfterwards = 60

/** The night's forgetting: tributes that have done their work, and whatever stood beside a gift that nobody paid. */
export async function forgetGiftWords(): Promise<void> {
  await inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    const before = new Date(now().getTime() - daysAfterwards * 24 * 60 * 60_000)
    const due = await tx.$queryRaw<{ id: string }[]>`
      select t.intent_id::text as id from gift_tribute t
       where t.emptied_at is null and t.recorded_at < ${before}
         and not exists (select from gift_tribute_step s where s.intent_id = t.intent_id and s.occurred_at >= ${before})`
    await emptyTributes(
      tx,
      due.map(({ id }) => id),
    )
    const unpaid = await tx.$queryRaw<{ id: string }[]>`
      select i.id::text from gift_intent i
       where i.occurred_at < ${before} and not exists (select from payment p where p.intent_id = i.id)
         and not exists (select from checkout_session s where s.intent_id = i.id and s.state = 'complete')
         and (exists (select from gift_comment c where c.intent_id = i.id and c.emptied_at is null)
              or exists (select from gift_match m where m.intent_id = i.id and m.emptied_at is null))`
    await emptyCommentsAndMatches(
      tx,
      unpaid.map(({ id }) => id),
    )
  })
}

/** All that a donor wrote beside their gifts; for their erasing. */
export async function emptyGiftWords(tx: Tx, intentIds: string[]): Promise<void> {
  await emptyTributes(tx, intentIds)
  await emptyCommentsAndMatches(tx, intentIds)
}

/** Its mails go with it: they say the same. One that still waits is not sent any more. */
async function emptyTributes(tx: Tx, intentIds: string[]): Promise<void> {
  if (intentIds.length === 0) return
  await tx.giftTribute.updateMany({
    where: { intentId: { in: intentIds }, emptiedAt: null },
    data: { sealed: null, recipientToken: null, emptiedAt: now() },
  })
  const mails = intentIds.flatMap((id) => [`tribute-check:${id}`, `tribute-notice:${id}`])
  await tx.$executeRaw`
    insert into mail_event (mail_id, kind, detail)
    select m.id, 'suppressed', 'erased' from mail m
     where m.dedupe_key = any (${mails})
       and not exists (select from mail_event e where e.mail_id = m.id and e.kind in ('sent', 'suppressed', 'handled'))`
  await tx.$executeRaw`
    update mail set recipient = '', props = '{}'
     where dedupe_key = any (${mails}) and (recipient <> '' or props <> '{}')`
}

async function emptyCommentsAndMatches(tx: Tx, intentIds: string[]): Promise<void> {
  if (intentIds.length === 0) return
  const where = { intentId: { in: intentIds }, emptiedAt: null }
  await tx.giftComment.updateMany({ where, data: { sealed: null, emptiedAt: now() } })
  await tx.giftMatch.updateMany({ where, data: { employer: '', emptiedAt: now() } })
}
