import { randomUUID } from 'node:crypto'
import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { requireStepUp } from '#app/domain/staff/step-up/require-step-up.server.ts'
import { now } from '#app/platform/clock.ts'
import { troubledMailOf } from '../troubled-mail-of.server.ts'

/**
 * Keeps that a person takes a mail that did not arrive out, to bring it to its reader otherwise, before a word of it leaves.
 * Refuses `step_up_is_fresh_and_bound`, and as `troubledMailOf` does.
 */
export async function printMail(of: {
  staff: { id: string; fundIds: string[] }
  mailId: string
  stepUpId: string
}): Promise<{ printId: string }> {
  const { staff, mailId, stepUpId } = of
  const act = { action: 'mail.taken_out', subject: 'mail', subjectId: mailId }
  return attempt({ staff, ...act }, async (tx) => {
    const mail = await troubledMailOf(tx, { staffId: staff.id, mailId, gone: 'receipt_was_sent_again' })
    await requireStepUp(tx, { stepUpId, staffId: staff.id, boundTo: boundTo.printMail(mailId) })
    const printId = randomUUID()
    await tx.mailPrint.create({
      data: { id: printId, mailId, madeBy: staff.id, stepUpId, occurredAt: now() },
    })
    await recordAudit(tx, {
      ...{ actor: { kind: 'staff', id: staff.id }, ...act, detail: { message: mail.message } },
      ...(mail.fundId ? { fundId: mail.fundId } : {}),
    })
    return { printId }
  })
}
