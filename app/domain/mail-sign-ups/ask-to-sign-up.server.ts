import { randomUUID } from 'node:crypto'
import { queueMail } from '#app/domain/mail/queue-mail.server.ts'
import { mailOrganization } from '#app/domain/organization/mail-organization.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { countTry, tryKey } from '#app/domain/staff/count-try.server.ts'
import { now } from '#app/platform/clock.ts'
import { inTransaction } from '#app/platform/db.ts'
import { networkOf } from '#app/platform/network-of.ts'
import type { SignUpForm } from './sign-up-form.ts'
import { signUpLink } from './sign-up-link.ts'

/** Sign-ups from one network address within 15 minutes; a meeting shares one. */
const fromOneAddress = 20
/** Mails to one mailbox within 15 minutes: whoever types a stranger's address cannot fill their mailbox. */
const toOneMailbox = 2

/** Seven days, as the mail says. */
const lasts = 7 * 24 * 60 * 60_000

/**
 * Asks a mailbox whether its owner wants these topics. Nothing is agreed to yet: see `confirmSignUp`. Whoever asks learns
 * nothing about the address: known or not, struck off or asked too often, the answer is the same. Refuses
 * `too_many_tries` by the network address only.
 */
export async function askToSignUp(asked: { form: SignUpForm; address: string }): Promise<void> {
  const { form, address } = asked
  const known = await organization()
  const [tries, toMailbox] = await inTransaction({ scope: { kind: 'system' } }, async (tx) => [
    await countTry(tx, tryKey('mail-sign-up', networkOf(address))),
    await countTry(tx, tryKey('mail-sign-up-to', form.email)),
  ])
  if ((tries ?? 1) > fromOneAddress) throw new Refusal('too_many_tries')
  if ((toMailbox ?? 1) > toOneMailbox) return

  const askedAt = now()
  const expiresAt = new Date(askedAt.getTime() + lasts)
  const { email, topics, language } = form
  const signUpId = randomUUID()
  await inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    await tx.mailSignUp.create({ data: { id: signUpId, email, topics, language, askedAt, expiresAt } })
    await queueMail(tx, {
      message: 'sign-up-confirmation',
      dedupeKey: `sign-up:${signUpId}`,
      to: email,
      language,
      props: {
        organization: mailOrganization(known),
        topics,
        askedAt: askedAt.toISOString(),
        expiresAt: expiresAt.toISOString(),
        confirmUrl: signUpLink({ signUpId, language }),
      },
    })
  })
}
