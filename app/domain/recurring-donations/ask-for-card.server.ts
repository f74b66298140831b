import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { queueMail } from '#app/domain/mail/queue-mail.server.ts'
import { mailOrganization } from '#app/domain/organization/mail-organization.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { rolesFor } from '#app/domain/staff/access.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import { partsInForce } from './read-standing.server.ts'
import { scheduleFacts } from './schedule-facts.server.ts'
import { cardLink } from './schedule-link.ts'
import { cardRefused } from './schedule-list.ts'

/**
 * Asks the donor of a monthly gift, by mail, to put in a working card: whoever answers for one of its funds, once in three
 * days. The mail says that the card was refused, so nobody is asked whose card works; of one that ends soon each night tells
 * by itself. Nothing is charged and nothing revived; the donor may simply not answer. Refuses `schedule_unknown`,
 * `ended_gift_is_not_changed`, `card_is_not_asked_for`, `role_may_not`, `card_is_asked_for_rarely`.
 */
export async function askForCard(asking: {
  staff: { id: string; fundIds: string[] }
  scheduleId: string
}): Promise<void> {
  const { staff, scheduleId } = asking
  const attempted = { staff, action: 'schedule.card_asked', subject: 'schedule', subjectId: scheduleId }
  await attempt(attempted, async (tx) => {
    const schedule = await tx.recurringDonation.findUnique({ where: { id: scheduleId } })
    const parts = schedule ? await partsInForce(tx, scheduleId) : []
    const fundIds = parts.map(({ fundId }) => fundId).filter((id) => staff.fundIds.includes(id))
    const [fundId] = fundIds
    if (!schedule || !fundId) throw new Refusal('schedule_unknown')
    await refuseWithoutRole(tx, staff.id, fundIds)
    if (schedule.state === 'cancelled') throw new Refusal('ended_gift_is_not_changed')
    if (schedule.state !== cardRefused) throw new Refusal('card_is_not_asked_for')

    const request = await tx.cardRequest.create({
      data: { recurringDonationId: scheduleId, askedBy: staff.id, occurredAt: now() },
      select: { id: true },
    })
    await tellDonor(tx, scheduleId, request.id)
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      ...{ action: attempted.action, subject: 'schedule', subjectId: scheduleId, fundId },
    })
  })
}

async function refuseWithoutRole(tx: Tx, staffId: string, fundIds: string[]): Promise<void> {
  const held = await tx.staffRole.count({
    where: { staffId, fundId: { in: fundIds }, role: { in: [...rolesFor('schedules:ask')] } },
  })
  if (held === 0) throw new Refusal('role_may_not')
}

async function tellDonor(tx: Tx, scheduleId: string, requestId: string): Promise<void> {
  const { donorId, email, language, ...facts } = await scheduleFacts(tx, scheduleId)
  const sight = await tx.recurringDonationSight.findUnique({ where: { recurringDonationId: scheduleId } })
  await queueMail(tx, {
    ...{ message: 'card-needed', dedupeKey: `card-asked:${requestId}`, to: email, donorId, language },
    props: {
      organization: mailOrganization(await organization()),
      ...{
        donorName: facts.donorName,
        fund: facts.funds,
        amountCents: String(facts.amountCents),
        why: 'asked',
      },
      card: sight?.cardLast4 ? { brand: sight.cardBrand ?? 'card', last4: sight.cardLast4 } : null,
      updateUrl: cardLink(scheduleId, language),
    },
  })
}
