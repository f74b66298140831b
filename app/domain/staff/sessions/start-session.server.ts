import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { queueMail } from '#app/domain/mail/queue-mail.server.ts'
import { mailOrganization } from '#app/domain/organization/mail-organization.ts'
import type { Visit } from '#app/domain/staff/visit.ts'
import { now } from '#app/platform/clock.ts'
import { hashToken, randomToken } from '#app/platform/crypto.ts'
import type { Tx } from '#app/platform/db.ts'
import { env } from '#app/platform/env.ts'

type Start = {
  staffId: string
  method: 'passkey' | 'totp' | 'enrol_link' | 'recovery_link' | 'demonstration_link'
  visit: Visit
}

/**
 * Begins a session in the transaction that proved who it is. Answers its id, which only the browser keeps: the
 * database holds a digest. A device that the person never used before is told to them by mail.
 */
export async function startSession(tx: Tx, { staffId, method, visit }: Start): Promise<string> {
  const sessionId = randomToken()
  const at = now()
  await tellOfNewDevice(tx, { staffId, visit, at, dedupe: hashToken(sessionId) })
  await tx.staffSession.create({
    data: { idHash: hashToken(sessionId), staffId, device: visit.device, startedAt: at, seenAt: at },
  })
  await recordAudit(tx, {
    actor: { kind: 'staff', id: staffId },
    action: 'staff.signed_in',
    subject: 'staff',
    subjectId: staffId,
    detail: { method },
  })
  return sessionId
}

type NewDevice = { staffId: string; visit: Visit; at: Date; dedupe: string }

async function tellOfNewDevice(tx: Tx, { staffId, visit, at, dedupe }: NewDevice): Promise<void> {
  const devices = await tx.staffSession.findMany({
    where: { staffId },
    select: { device: true },
    distinct: ['device'],
  })
  // The first device of all was set up by the person themselves, a moment ago.
  if (devices.length === 0 || devices.some(({ device }) => device === visit.device)) return

  const organization = await tx.organization.findUniqueOrThrow({ where: { id: 1 } })
  const staff = await tx.staff.findUniqueOrThrow({ where: { id: staffId } })
  await queueMail(tx, {
    message: 'staff-sign-in',
    dedupeKey: `staff-sign-in:${dedupe}`,
    to: staff.email,
    language: staff.language,
    staffId,
    props: {
      organization: mailOrganization(organization),
      staffName: staff.name,
      at: at.toISOString(),
      device: visit.device,
      networkAddress: visit.address,
      sessionsUrl: `${env().APP_URL}/admin/account`,
    },
  })
}
