import type { Cursor } from '#app/domain/disbursements/reads/cursor.ts'
import { maskEmail } from '#app/domain/gifts/mask-email.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { type StruckOff, struckOff } from './struck-off.server.ts'
import { type TroubledMail, troubledMail } from './troubled-mail.server.ts'

export type QueueState = { waiting: number; oldestSince: Date | null; sentToday: number }

const shownAtMost = 100

/**
 * Everything about mail that may need a person: what did not arrive, who may not be written to (a page of it, from `after` on),
 * and whether the queue moves.
 * Addresses are masked: a whole one is shown to who asks for it, see `revealRecipient` and `revealSuppressed`.
 */
export async function mailDesk(of: {
  fundIds: string[]
  after: Cursor | null
}): Promise<{ troubled: TroubledMail[]; struckOff: StruckOff[]; next: string | null; queue: QueueState }> {
  return inTransaction({ scope: { kind: 'staff', fundIds: of.fundIds } }, async (tx) => ({
    troubled: (await troubledMail(tx, { fundIds: of.fundIds, limit: shownAtMost })).map((mail) => ({
      ...mail,
      recipient: maskEmail(mail.recipient),
    })),
    ...(await struckOff(tx, of)),
    queue: await queueState(tx),
  }))
}

async function queueState(tx: Tx): Promise<QueueState> {
  const [state] = await tx.$queryRaw<QueueState[]>`
    select count(*)::int as waiting, min(j.created_at) as "oldestSince",
           (select count(*)::int from mail_event e where e.kind = 'sent' and e.recorded_at > now() - interval '24 hours') as "sentToday"
      from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
     where t.identifier = 'mail.send'`
  return state ?? { waiting: 0, oldestSince: null, sentToday: 0 }
}
