import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { requireRole, rolesInFund } from '#app/domain/disbursements/require-role.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { may } from '#app/domain/staff/access.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'

type Mailbox = {
  staff: ActingStaff
  fundId: string
  /** The organization's own, where courts and ICE write to. */
  address: string
  firstReader: string
  otherReader: string
}

/**
 * Where letters about bonds arrive, and which two people open them. Refuses `mailbox_readers_are_two_people`,
 * `mailbox_reader_holds_a_role` and `role_may_not`.
 */
export async function setMailbox(mailbox: Mailbox): Promise<void> {
  const { staff, fundId, address, firstReader, otherReader } = mailbox
  await attempt({ staff, action: 'mailbox.set', subject: 'fund', subjectId: fundId }, async (tx) => {
    await requireRole(tx, { staffId: staff.id, fundId, action: 'funds:manage' })
    if (firstReader === otherReader) throw new Refusal('mailbox_readers_are_two_people', {}, 'otherReader')
    await refuseUnlessReader(tx, { fundId, reader: firstReader, field: 'firstReader' })
    await refuseUnlessReader(tx, { fundId, reader: otherReader, field: 'otherReader' })

    await tx.bondMailbox.create({
      data: { fundId, address, firstReader, otherReader, recordedBy: staff.id, occurredAt: now() },
    })
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      action: 'mailbox.set',
      subject: 'fund',
      subjectId: fundId,
      fundId,
      detail: { readers: 2 },
    })
  })
}

type Reader = { fundId: string; reader: string; field: string }

async function refuseUnlessReader(tx: Tx, { fundId, reader, field }: Reader): Promise<void> {
  if (!may(await rolesInFund(tx, { staffId: reader, fundId }), 'bonds:follow'))
    throw new Refusal('mailbox_reader_holds_a_role', {}, field)
}
