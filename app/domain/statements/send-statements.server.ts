import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { dayOf } from '#app/domain/bonds/day-of.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { enqueue } from '#app/jobs/queue.ts'
import { now } from '#app/platform/clock.ts'
import { donorsOfYear } from './donors-of-year.server.ts'
import { requireSender } from './require-sender.server.ts'

/**
 * Sets the mails going that a year's statements are ready. Answers the batch. Refuses `role_may_not`, `year_not_over`,
 * `no_gifts_in_year` and `statements_are_sent_one_batch_at_a_time`.
 */
export async function sendStatements({ staff, year }: { staff: ActingStaff; year: number }): Promise<string> {
  const { timezone } = await organization()
  const action = 'statements.sending_started'
  return attempt({ staff, action, subject: 'statement_batch', detail: { year } }, async (tx) => {
    await requireSender(tx, staff.id)
    if (`${year}-12-31` >= dayOf(now(), timezone)) throw new Refusal('year_not_over')
    const donors = await donorsOfYear(tx, { year, timezone })
    if (donors === 0) throw new Refusal('no_gifts_in_year')

    const { id } = await tx.statementBatch.create({
      data: { year, donors, startedBy: staff.id, occurredAt: now() },
      select: { id: true },
    })
    await enqueue(tx, 'statements.announce', { batchId: id }, { key: `statements.announce:${id}` })
    await recordAudit(tx, {
      ...{ actor: { kind: 'staff', id: staff.id }, action, subject: 'statement_batch', subjectId: id },
      detail: { year, donors },
    })
    return id
  })
}
