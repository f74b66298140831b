import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { queueMail } from '#app/domain/mail/queue-mail.server.ts'
import { mailOrganization } from '#app/domain/organization/mail-organization.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'
import { hashToken } from '#app/platform/crypto.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'

/**
 * Whoever reads the new address pressed the button: from here on the donor is written to there, monthly receipts included,
 * and signs in with it. The old address is told, and every session ends. Refuses `link_unknown`, `link_used`, `link_expired`,
 * and `donor_email_is_unique` where another donor has the address: two records are joined by a person, not by a link.
 */
export async function confirmEmailChange({ token }: { token: string }): Promise<void> {
  const entity = await organization()
  await inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    const at = now()
    const { donorId, email } = await takeChange(tx, token, at)
    const [old] = await tx.$queryRaw<{ email: string; name: string; language: string }[]>`
      select email, name, language from donor where id = ${donorId}::uuid for no key update`
    if (!old) throw new Refusal('link_unknown')
    await tx.donor.update({ where: { id: donorId }, data: { email } })
    // What is paid on is found by the address that it was asked for with.
    await tx.giftIntent.updateMany({ where: { email: old.email }, data: { email } })
    await tx.donorSession.updateMany({ where: { donorId, endedAt: null }, data: { endedAt: at } })
    await tx.donorSignInLink.updateMany({ where: { donorId, usedAt: null }, data: { usedAt: at } })
    await queueMail(tx, {
      message: 'donor-email-changed',
      dedupeKey: `donor-email-changed:${hashToken(token)}`,
      to: old.email,
      donorId,
      language: old.language,
      props: {
        organization: mailOrganization(entity),
        donorName: old.name,
        changedAt: at.toISOString(),
      },
    })
    await recordAudit(tx, {
      actor: { kind: 'system' },
      action: 'donor.email_changed',
      subject: 'donor',
      subjectId: donorId,
      detail: { by: 'donor' },
    })
  })
}

async function takeChange(tx: Tx, token: string, at: Date): Promise<{ donorId: string; email: string }> {
  const tokenHash = hashToken(token)
  const [taken] = await tx.donorEmailChange.updateManyAndReturn({
    where: { tokenHash, confirmedAt: null, expiresAt: { gt: at } },
    data: { confirmedAt: at },
  })
  if (taken) return taken
  const change = await tx.donorEmailChange.findUnique({ where: { tokenHash } })
  if (!change) throw new Refusal('link_unknown')
  throw new Refusal(change.confirmedAt ? 'link_used' : 'link_expired')
}
