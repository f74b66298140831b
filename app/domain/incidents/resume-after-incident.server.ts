import { enqueue } from '#app/jobs/queue.ts'
import { inTransaction } from '#app/platform/db.ts'
import { isStopped } from './refuse-during-incident.server.ts'

const batch = 500

/**
 * Sets going again what an incident held back: deliveries of the fund's updates from their beginning, which passes over
 * whoever was written to, and mails about the fund of which no sending is under way or over. Run twice it changes nothing: a mail leaves
 * once. What SendGrid refused for what it is stays refused.
 */
export async function resumeAfterIncident({
  fundId,
  after,
}: {
  fundId: string
  after?: string | undefined
}): Promise<void> {
  await inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    // Raised again meanwhile: lifting that one comes here again.
    if (await isStopped(tx, fundId)) return
    if (after === undefined) {
      const published = await tx.impactUpdate.findMany({
        where: { fundId, impactUpdatePublication: { isNot: null } },
        select: { id: true },
      })
      for (const { id: updateId } of published) {
        await enqueue(tx, 'impact.deliver', { updateId }, { key: `impact.deliver:${updateId}` })
      }
    }
    const held = await tx.$queryRaw<{ mailId: string }[]>`
      select d.mail_id as "mailId"
        from (select i.mail_id from impact_delivery i join impact_update u on u.id = i.update_id
               where u.fund_id = ${fundId}::uuid
              union select a.mail_id from mail_about_fund a where a.fund_id = ${fundId}::uuid) d
       where (${after ?? null}::uuid is null or d.mail_id > ${after ?? null}::uuid)
         and not exists (
           select from mail_event e where e.mail_id = d.mail_id
            and (e.kind in ('sent', 'suppressed', 'handled')
                 or (e.kind = 'failed' and e.detail like '4%' and e.detail not in ('408', '429'))))
         and (select count(*) filter (where e.kind = 'attempted') <= count(*) filter (where e.kind = 'failed')
                from mail_event e where e.mail_id = d.mail_id)
       order by d.mail_id limit ${batch}`
    for (const { mailId } of held) {
      await enqueue(tx, 'mail.send', { mailId }, { key: `mail.send:${mailId}` })
    }
    const last = held.at(-1)
    if (last && held.length === batch) await enqueue(tx, 'incident.resume', { fundId, after: last.mailId })
  })
}
