import { Refusal } from '#app/domain/refusal.ts'
import { rolesFor } from '#app/domain/staff/access.ts'
import type { Tx } from '#app/platform/db.ts'
import { mailInReach } from './mail-in-reach.server.ts'
import { type TroubledMail, troubledMail } from './troubled-mail.server.ts'

/**
 * The mail that someone wants to mend, locked against the sender and others who mend it. Refuses `mail_unknown` where it
 * is none of theirs, and with `gone` where it needs nobody any more.
 */
export async function troubledMailOf(
  tx: Tx,
  of: { staffId: string; mailId: string; gone: string },
): Promise<TroubledMail> {
  const held = await tx.staffRole.findMany({
    where: { staffId: of.staffId, staff: { disabledAt: null }, role: { in: [...rolesFor('mail:mend')] } },
    select: { fundId: true },
  })
  if (held.length === 0) throw new Refusal('role_may_not')
  const fundIds = held.map(({ fundId }) => fundId)
  await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended(${of.mailId}, 0))::text`
  const [mail] = await troubledMail(tx, { fundIds, mailId: of.mailId, limit: 1 })
  if (mail) return mail
  const [theirs] = await tx.$queryRaw<{ id: string }[]>`
    select m.id from mail m where m.id = ${of.mailId}::uuid and ${mailInReach(fundIds)}`
  throw new Refusal(theirs ? of.gone : 'mail_unknown')
}
