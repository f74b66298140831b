import { queueMail } from '#app/domain/mail/queue-mail.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { type TributeFacts, tributeFacts } from './tribute-facts.server.ts'
import { tributeStopLink } from './tribute-link.ts'

const days = 30
/** Notices to one recipient within 30 days, whoever they come from: a mailbox is nobody's notice board. */
const toOneRecipient = 3
/** Notices from one donor within 30 days. */
const fromOneDonor = 10

/**
 * The donor's word on the notice that they read: it goes out now, or never. Saying the same again changes nothing. Refuses
 * `tribute_is_over` (emptied, or answered otherwise), `tribute_is_not_for_sending`: nobody to tell, or one who wants no
 * more notices, or who got too many; the donor is not told which, since it is not theirs to know.
 */
export async function answerTribute(answer: { intentId: string; send: boolean }): Promise<void> {
  const { intentId, send } = answer
  const entity = await organization()
  await inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    await tx.$queryRaw`select intent_id::text from gift_tribute where intent_id = ${intentId}::uuid for update`
    const tribute = await tributeFacts(tx, { intentId, entity })
    const said = send ? 'sent' : 'declined'
    if (tribute?.steps.includes(said)) return
    if (!tribute?.steps.includes('asked') || tribute.steps.length > 1) throw new Refusal('tribute_is_over')
    const { recipient, language, notice, fundIds } = tribute
    if (send && !(recipient && (await mayBeTold(tx, tribute, recipient.token))))
      throw new Refusal('tribute_is_not_for_sending')

    await tx.giftTributeStep.create({ data: { intentId, step: said, occurredAt: now() } })
    if (!send || !recipient) return
    await queueMail(tx, {
      ...{
        message: 'tribute-notice',
        dedupeKey: `tribute-notice:${intentId}`,
        to: recipient.email,
        language,
        aboutFunds: fundIds,
      },
      props: { ...notice, stopUrl: tributeStopLink({ recipient: recipient.token, language }) },
    })
  })
}

/** Two notices from one donor, or to one mailbox, are judged one after the other: always the donor's lock first. */
async function mayBeTold(tx: Tx, tribute: TributeFacts, token: Uint8Array): Promise<boolean> {
  await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended(${`tributes of ${tribute.email}`}, 0))::text`
  await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended(encode(${token}, 'hex'), 0))::text`
  const since = new Date(now().getTime() - days * 24 * 60 * 60_000)
  const [counted] = await tx.$queryRaw<{ stopped: boolean; to: number; from: number }[]>`
    select exists (select from tribute_stop where recipient_token = ${token}) as stopped,
           count(*) filter (where t.recipient_token = ${token})::int as "to",
           count(*) filter (where i.email = ${tribute.email})::int as "from"
      from gift_tribute_step s join gift_tribute t on t.intent_id = s.intent_id join gift_intent i on i.id = t.intent_id
     where s.step = 'sent' and s.occurred_at > ${since}`
  return !!counted && !counted.stopped && counted.to < toOneRecipient && counted.from < fromOneDonor
}
