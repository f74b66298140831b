import { queueMail } from '#app/domain/mail/queue-mail.server.ts'
import type { Organization } from '#app/domain/organization/organization.server.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import { tributeFacts } from './tribute-facts.server.ts'
import { tributeLink } from './tribute-link.ts'

/**
 * Once the gift is paid, its donor reads the notice before anybody else: nothing goes out without their word. Without a
 * recipient it is theirs to pass on. Called with the receipt, and once however often that is.
 */
export async function askAboutTribute(
  tx: Tx,
  { intentId, entity }: { intentId: string; entity: Organization },
): Promise<void> {
  const tribute = await tributeFacts(tx, { intentId, entity })
  if (!tribute || tribute.steps.includes('asked')) return
  const { donorId, email, language, recipient, notice } = tribute
  await tx.giftTributeStep.create({ data: { intentId, step: 'asked', occurredAt: now() } })
  await queueMail(tx, {
    ...{ message: 'tribute-check', dedupeKey: `tribute-check:${intentId}`, to: email, donorId, language },
    props: {
      ...notice,
      recipient: recipient?.email ?? null,
      lookUrl: recipient ? tributeLink({ intentId, language }) : null,
    },
  })
}
