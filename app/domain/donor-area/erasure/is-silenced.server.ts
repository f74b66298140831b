import type { Tx } from '#app/platform/db.ts'
import type { Prisma } from '#prisma/generated/client.ts'
import { erasedToken } from './erased-address.server.ts'

type Waiting = { recipient: string; donorId: string | null; props: Prisma.JsonValue }

/**
 * Whether a mail must not leave: it was emptied, it is for an erased donor, or it is about a topic and goes to an address that
 * was erased, without a consent since. Receipts of a new gift are always sent.
 */
export async function isSilenced(tx: Tx, { recipient, donorId, props }: Waiting): Promise<boolean> {
  if (recipient === '') return true
  const aboutTopic = typeof props === 'object' && props !== null && 'unsubscribeUrl' in props
  const [row] = await tx.$queryRaw<{ silenced: boolean }[]>`
    select exists (select from donor d where d.id = ${donorId}::uuid and d.erased_at is not null)
        or ${aboutTopic} and exists (select from donor_erasure e where e.email_token = ${erasedToken(recipient)})
           and not exists (select from donor_consent c where c.donor_id = any (donor_family(${donorId}::uuid)) and c.ended_at is null) as silenced`
  return row?.silenced ?? false
}
