import { maskEmail } from '#app/domain/gifts/mask-email.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { type TroubledMail, troubledMail } from './troubled-mail.server.ts'

export type QueueState = { waiting: number; oldestSince: Date | null; sentToday: number }

export type StruckOff = {
  id: string
  /** As a list may show it; null where no donor of these funds has it any more. */
  email: string | null
  cause: string
  reach: string
  occurredAt: Date
}

const shownAtMost = 100

/**
 * Everything about mail that may need a person: what did not arrive, who may not be written to, and whether the queue moves.
 * Addresses are masked: a whole one is shown to who asks for it, see `revealRecipient` and `revealSuppressed`.
 */
export async function mailDesk(of: {
  fundIds: string[]
}): Promise<{ troubled: TroubledMail[]; struckOff: StruckOff[]; queue: QueueState }> {
  return inTransaction({ scope: { kind: 'staff', fundIds: of.fundIds } }, async (tx) => ({
    troubled: (await troubledMail(tx, { fundIds: of.fundIds, limit: shownAtMost })).map((mail) => ({
      ...mail,
      recipient: maskEmail(mail.recipient),
    })),
    struckOff: (await struckOff(tx, of.fundIds)).map((address) => ({
      ...address,
      email: address.email && maskEmail(address.email),
    })),
    queue: await queueState(tx),
  }))
}

/** An address is shown to those in whose funds its donor gave, or where they gave to none yet; of others only that there is one. */
const struckOff = (tx: Tx, fundIds: string[]): Promise<StruckOff[]> =>
  tx.$queryRaw<StruckOff[]>`
    select s.id, s.cause, s.reach, s.occurred_at as "occurredAt",
           (select d.email from donor d where address_hash(d.email) = s.address_hash and donor_in_funds(d.id, ${fundIds}::uuid[]) limit 1) as email
      from mail_suppression s
     where not exists (select from mail_suppression_end e where e.suppression_id = s.id)
     order by s.occurred_at desc, s.id limit ${shownAtMost}::int`

async function queueState(tx: Tx): Promise<QueueState> {
  const [state] = await tx.$queryRaw<QueueState[]>`
    select count(*)::int as waiting, min(j.created_at) as "oldestSince",
           (select count(*)::int from mail_event e where e.kind = 'sent' and e.recorded_at > now() - interval '24 hours') as "sentToday"
      from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
     where t.identifier = 'mail.send'`
  return state ?? { waiting: 0, oldestSince: null, sentToday: 0 }
}
