import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { addressOf } from '#app/domain/donor-records/address-of-donor.server.ts'
import { queueMail } from '#app/domain/mail/queue-mail.server.ts'
import { mailOrganization } from '#app/domain/organization/mail-organization.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'
import { hashToken } from '#app/platform/crypto.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'

/**
 * Whoever reads the new address pressed the button: from here on the donor is written to there, monthly receipts included,
 * and signs in with it. The address at which they were written to until now is told, which may be a joined record's, and every
 * session ends. An address of another record that is the same person changes places with theirs: both still sign in. Refuses
 * `link_unknown`, `link_used`, `link_expired`, and `donor_email_is_unique` where another donor has the address: two records are
 * joined by a person, not by a link.
 */
export async function confirmEmailChange({ token }: { token: string }): Promise<void> {
  await inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    const at = now()
    const { donorId, email, exchangedWith } = await takeChange(tx, token, at)
    const [old] = await tx.$queryRaw<{ email: string | null; name: string; language: string }[]>`
      select email, name, language from donor where id = ${donorId}::uuid for no key update`
    if (!old) throw new Refusal('link_unknown')
    const before = await addressOf(tx, donorId)
    if (exchangedWith)
      await tx.$queryRaw`select exchange_addresses(${donorId}::uuid, ${exchangedWith}::uuid)::text`
    else await replaceAddress(tx, { donorId, old: old.email, email })
    await tx.donorSession.updateMany({ where: { donorId, endedAt: null }, data: { endedAt: at } })
    await tx.donorSignInLink.updateMany({ where: { donorId, usedAt: null }, data: { usedAt: at } })
    if (before && before !== email)
      await tellOldAddress(tx, { token, at, donorId, old: { ...old, email: before } })
    await recordAudit(tx, {
      actor: { kind: 'system' },
      action: 'donor.email_changed',
      subject: 'donor',
      subjectId: donorId,
      detail: { by: 'donor' },
    })
  })
}

async function replaceAddress(
  tx: Tx,
  of: { donorId: string; old: string | null; email: string },
): Promise<void> {
  await tx.donor.update({ where: { id: of.donorId }, data: { email: of.email } })
  // What is paid on is found by the address that it was asked for with.
  if (of.old) await tx.giftIntent.updateMany({ where: { email: of.old }, data: { email: of.email } })
}

type Told = {
  token: string
  at: Date
  donorId: string
  old: { email: string; name: string; language: string }
}

async function tellOldAddress(tx: Tx, { token, at, donorId, old }: Told): Promise<void> {
  await queueMail(tx, {
    message: 'donor-email-changed',
    dedupeKey: `donor-email-changed:${hashToken(token)}`,
    to: old.email,
    donorId,
    language: old.language,
    props: {
      organization: mailOrganization(await organization()),
      donorName: old.name,
      changedAt: at.toISOString(),
    },
  })
}

type Taken = { donorId: string; email: string; exchangedWith: string | null }

async function takeChange(tx: Tx, token: string, at: Date): Promise<Taken> {
  const tokenHash = hashToken(token)
  // Who is the same person does not change meanwhile.
  await tx.$queryRaw`
    select lock_donor_families(array_agg(c.donor_id))::text from donor_email_change c where c.token_hash = ${tokenHash}`
  const [taken] = await tx.donorEmailChange.updateManyAndReturn({
    where: { tokenHash, confirmedAt: null, expiresAt: { gt: at } },
    data: { confirmedAt: at },
  })
  if (taken) return taken
  const change = await tx.donorEmailChange.findUnique({ where: { tokenHash } })
  if (!change) throw new Refusal('link_unknown')
  throw new Refusal(change.confirmedAt ? 'link_used' : 'link_expired')
}
