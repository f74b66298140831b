import type { Tx } from '#app/platform/db.ts'

/**
 * Who once pressed "unsubscribe" in their mail program, and now asked for topics anew from that very mailbox, can be written
 * to about them.
 */
export async function endStoppedTopics(tx: Tx, of: { email: string; at: Date }): Promise<void> {
  await tx.$executeRaw`
    insert into mail_suppression_end (suppression_id, reason, occurred_at)
    select s.id, 'confirmed_again', ${of.at} from mail_suppression s
     where s.address_hash = address_hash(${of.email}) and s.reach = 'topics'
    on conflict do nothing`
}
