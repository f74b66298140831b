import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { addressOf } from '#app/domain/donor-records/address-of-donor.server.ts'
import type { MailTopic } from '#app/domain/mail/mail-topics.ts'
import { topicsAskedFor } from '#app/domain/mail/topics-asked-for.server.ts'
import { endStoppedTopics } from '#app/domain/mail-sign-ups/end-stopped-topics.server.ts'
import { now } from '#app/platform/clock.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import type { Language } from '#app/words/languages.ts'

export type Change =
  | { intent: 'name'; name: string }
  | { intent: 'public'; publicName: string; incognito: boolean }
  | { intent: 'language'; language: Language }
  | { intent: 'topics'; topics: MailTopic[] }

/** Changes one thing that a donor says about themselves. What was written before, receipts included, stays as it was. */
export async function changeSettings({
  donorId,
  change,
}: {
  donorId: string
  change: Change
}): Promise<void> {
  await inTransaction({ scope: { kind: 'donor', donorId } }, async (tx) => {
    await tx.$queryRaw`select id from donor where id = ${donorId}::uuid for no key update`
    await write(tx, donorId, change)
    await recordAudit(tx, {
      actor: { kind: 'system' },
      action: 'donor.settings_changed',
      subject: 'donor',
      subjectId: donorId,
      detail: { by: 'donor', setting: change.intent },
    })
  })
  if (change.intent === 'topics' && change.topics.length > 0) await hearAgain(donorId)
}

/** They are signed in by a link to their mailbox: what they stopped there in their mail program, they ask for anew. */
const hearAgain = (donorId: string) =>
  inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    const email = await addressOf(tx, donorId)
    if (email) await endStoppedTopics(tx, { email, at: now() })
  })

function write(tx: Tx, donorId: string, change: Change): Promise<unknown> {
  switch (change.intent) {
    case 'name':
      return tx.donor.update({ where: { id: donorId }, data: { name: change.name, namedAt: now() } })
    case 'public':
      return tx.donor.update({
        where: { id: donorId },
        data: { publicName: change.publicName || null, incognito: change.incognito },
      })
    case 'language':
      return tx.donor.update({
        where: { id: donorId },
        data: { language: change.language, languageAt: now() },
      })
    case 'topics':
      return writeTopics(tx, donorId, change.topics)
  }
}

/**
 * At all of their addresses where records were joined: one that is not wanted ends at each. A topic that is wanted again opens a
 * consent of its own: when it was given and ended is history.
 */
async function writeTopics(tx: Tx, donorId: string, topics: MailTopic[]): Promise<void> {
  const at = now()
  await tx.$executeRaw`
    update donor_consent set ended_at = ${at}, ended_by = 'donor'
     where donor_id = any (donor_family(${donorId}::uuid)) and ended_at is null and topic <> all (${topics}::text[])`
  const open = await topicsAskedFor(tx, { donorId })
  const fresh = topics.filter((topic) => !open.includes(topic))
  await tx.donorConsent.createMany({
    data: fresh.map((topic) => ({ donorId, topic, givenAt: at, source: 'donor settings' })),
  })
}
