import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import { env } from '#app/platform/env.ts'
import type { MessageName, MessageProps } from '#emails/messages.ts'
import type { Donor } from '#prisma/generated/client.ts'
import type { resendReasons } from './mending.ts'
import { queueMail } from './queue-mail.server.ts'
import { tellOldAddress } from './tell-old-address.server.ts'
import type { TroubledMail } from './troubled-mail.server.ts'
import { troubledMailOf } from './troubled-mail-of.server.ts'
import { withoutOwnLinks } from './ways-in.ts'

export type Resending = {
  staff: { id: string; fundIds: string[] }
  mailId: string
  to: string
  reason: (typeof resendReasons)[number]
}

/**
 * Sends a donor's mail that did not arrive once more, word for word and with the same receipt number, and corrects the
 * donor's address where it goes to another one. Nobody has shown yet whose mailbox that is, so the mail's links then open
 * nothing without signing in; and the old address is told, where it was its donor's. An address of another record that is the
 * same person is theirs already: the record that stands exchanges its own for it. The first mail is then done with. Refuses
 * an address that is struck off, another donor's or somebody's of the staff, and a mail that was sent again already.
 */
export async function resendMail({ staff, mailId, to, reason }: Resending): Promise<void> {
  await attempt({ staff, action: 'mail.resent', subject: 'mail', subjectId: mailId }, async (tx) => {
    const troubled = await troubledMailOf(tx, { staffId: staff.id, mailId, gone: 'receipt_was_sent_again' })
    if (!troubled.donorId || troubled.topic) throw new Refusal('mail_unknown')
    const corrected = to !== troubled.recipient
    if (!corrected && reason === 'typing_mistake')
      throw new Refusal('receipt_goes_to_another_address', {}, 'to')
    const [stop] = await tx.$queryRaw<
      { suppressed: boolean }[]
    >`select is_suppressed(${to}, null) as suppressed`
    if (stop?.suppressed) throw new Refusal('mail_is_suppressed', {}, 'to')
    const was = corrected
      ? await correctAddress(tx, { donorId: troubled.donorId, from: troubled.recipient, to })
      : null
    if (was) {
      await tellOldAddress(tx, { mailId, donor: was.donor })
      await recordAudit(tx, {
        ...{ actor: { kind: 'staff', id: staff.id }, action: 'donor.email_corrected' },
        ...{ subject: 'donor', subjectId: troubled.donorId, detail: { reason } },
        ...(troubled.fundId ? { fundId: troubled.fundId } : {}),
      })
    }

    const newMailId = await queueAgain(tx, { troubled, to, corrected })
    await tx.mailResend.create({
      data: {
        ...{ mailId, newMailId, staffId: staff.id, reason, occurredAt: now() },
        exchangedWith: was?.exchangedWith ?? null,
      },
    })
    await tx.mailEvent.create({ data: { mailId, kind: 'closed', detail: 'sent_again' } })
    await recordAudit(tx, {
      ...{
        actor: { kind: 'staff', id: staff.id },
        action: 'mail.resent',
        subject: 'mail',
        subjectId: mailId,
      },
      ...(troubled.fundId ? { fundId: troubled.fundId } : {}),
      detail: { message: troubled.message, reason, corrected },
    })
  })
}

type Corrected = {
  /** As they were. */
  donor: Addressed
  /** The other record of this person that had the address, and has theirs now. */
  exchangedWith: string | null
}

type Addressed = Donor & { email: string }

/** Answers null where nothing had to be changed: the person is written to at that address already, or mail to it reaches them. */
async function correctAddress(
  tx: Tx,
  of: { donorId: string; from: string; to: string },
): Promise<Corrected | null> {
  // Who is the same person does not change meanwhile.
  await tx.$queryRaw`select lock_donor_families(array[${of.donorId}::uuid])::text`
  const donor = await tx.donor.findUniqueOrThrow({ where: { id: of.donorId } })
  if (donor.email === of.to) return null
  const own = await ownRecordAt(tx, of)
  // A record that was joined to another is written to at the address of the one that stands, and one without an address at any.
  if (own && !(own.stands && donor.email)) return null
  const before = await recordAt(tx, donor, of.from.toLowerCase())
  if (!before) throw new Refusal('donor_has_other_address', {}, 'to')
  if (own) {
    await tx.$queryRaw`select exchange_addresses(${of.donorId}::uuid, ${own.id}::uuid)::text`
    return { donor: before, exchangedWith: own.id }
  }
  if (await tx.donor.count({ where: { email: of.to } }))
    throw new Refusal('address_is_another_donors', {}, 'to')
  if (await isOfStaff(tx, of.to)) throw new Refusal('address_is_of_staff', {}, 'to')
  await tx.donor.update({ where: { id: before.id }, data: { email: of.to } })
  // What is paid on is written to at the address that it was asked for with.
  await tx.giftIntent.updateMany({ where: { email: before.email }, data: { email: of.to } })
  return { donor: before, exchangedWith: null }
}

/** The record whose address was wrong: the donor's, or of one without an address that which was joined to theirs. */
async function recordAt(tx: Tx, donor: Donor, email: string): Promise<Addressed | null> {
  if (donor.email) return donor.email === email ? { ...donor, email } : null
  const [found] = await tx.$queryRaw<{ id: string }[]>`
    select id::text from donor where email = ${email} and id = any (donor_family(${donor.id}::uuid))`
  return found ? { ...(await tx.donor.findUniqueOrThrow({ where: { id: found.id } })), email } : null
}

type OwnRecord = {
  id: string
  /** Whether the record that the mail went to is the one that stands for the person. */
  stands: boolean
}

/** The record at an address where it is the same person as this donor. */
async function ownRecordAt(tx: Tx, of: { donorId: string; to: string }): Promise<OwnRecord | null> {
  const [found] = await tx.$queryRaw<OwnRecord[]>`
    select d.id::text, donor_now(${of.donorId}::uuid) = ${of.donorId}::uuid as stands from donor d
     where d.email = ${of.to} and d.id = any (donor_family(${of.donorId}::uuid))`
  return found ?? null
}

/** A link to sign in goes to whatever a donor's address is, so nobody at work here makes it their own; nor with a tag after `+`. */
async function isOfStaff(tx: Tx, to: string): Promise<boolean> {
  const [found] = await tx.$queryRaw<{ isStaffs: boolean }[]>`
    select exists (select from staff s where s.disabled_at is null
                    and regexp_replace(s.email, '[+][^@]*@', '@') = regexp_replace(${to}, '[+][^@]*@', '@')) as "isStaffs"`
  return found?.isStaffs ?? false
}

async function queueAgain(
  tx: Tx,
  of: { troubled: TroubledMail; to: string; corrected: boolean },
): Promise<string> {
  const { mailId, message, language, donorId } = of.troubled
  const { props } = await tx.mail.findUniqueOrThrow({ where: { id: mailId }, select: { props: true } })
  const id = await queueMail(tx, {
    ...{ message: message as MessageName, dedupeKey: `again:${mailId}`, to: of.to, language },
    ...(donorId ? { donorId } : {}),
    props: (of.corrected
      ? withoutOwnLinks(props, `${env().APP_URL}/donor`)
      : props) as MessageProps[MessageName],
  })
  if (!id) throw new Refusal('receipt_was_sent_again')
  return id
}
