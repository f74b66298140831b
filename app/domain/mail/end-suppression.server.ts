import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { rolesFor } from '#app/domain/staff/access.ts'
import { now } from '#app/platform/clock.ts'
import type { liftReasons } from './mending.ts'

/**
 * Lets an address be written to again. It opens nothing by itself: topics that ended stay ended, and a mail that was held
 * back is sent again by its own act. Only for donors of one's own funds, or of none yet.
 */
export async function endSuppression(of: {
  staff: { id: string; fundIds: string[] }
  suppressionId: string
  reason: (typeof liftReasons)[number]
}): Promise<void> {
  const { staff, suppressionId, reason } = of
  const what = { action: 'mail.suppression_ended', subject: 'mail_suppression', subjectId: suppressionId }
  await attempt({ staff, ...what }, async (tx) => {
    const [found] = await tx.$queryRaw<{ fundId: string | null; ended: boolean; cause: string }[]>`
      select n.fund_id as "fundId", s.cause,
             exists (select from mail_suppression_end e where e.suppression_id = s.id) as ended
        from mail_suppression s join donor d on address_hash(d.email) = s.address_hash
        left join payment p on p.donor_id = donor_now(d.id) left join donation n on n.payment_id = p.id
        join staff_role r on r.staff_id = ${staff.id}::uuid and r.role = any (${[...rolesFor('mail:mend')]}::text[])
                         and (p.id is null or r.fund_id = n.fund_id)
        join staff w on w.id = r.staff_id and w.disabled_at is null
       where s.id = ${suppressionId}::uuid limit 1`
    if (!found) throw new Refusal('suppression_unknown')
    if (found.ended) throw new Refusal('suppression_ends_once')
    await tx.mailSuppressionEnd.create({
      data: { suppressionId, staffId: staff.id, reason, occurredAt: now() },
    })
    await recordAudit(tx, {
      ...{ actor: { kind: 'staff', id: staff.id }, ...what },
      ...(found.fundId ? { fundId: found.fundId } : {}),
      detail: { cause: found.cause, reason },
    })
  })
}
