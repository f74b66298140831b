import type { Read } from '#app/domain/transparency/read.server.ts'
import { Prisma } from '#prisma/generated/client.ts'
import type { Recipient } from './impact-recipients.server.ts'
import { whoAsked } from './who-asked.server.ts'

/** How often a reader hears news at most, of whichever fund: the sign-up promises a few times a year. */
const daysBetween = 90

/**
 * Readers who asked for news, were not yet written to about this update in any way, and heard no news lately. To be asked once
 * all impact mails of the update are written.
 */
export const newsReaders = (read: Read, of: { updateId: string; limit: number }): Promise<Recipient[]> =>
  read<Recipient>(Prisma.sql`
    select w.id::text as "donorId", w.email, w.language from (${newsWaiting(of)}) w order by w.id limit ${of.limit}::int`)

/** All of them, as a part of a question. */
export const newsWaiting = (of: { updateId: string }): Prisma.Sql => Prisma.sql`
    select reader.id, reader.email, reader.language from (${whoAsked('news')}) reader
     where reader.email is not null
       and not exists (select from impact_delivery i join donor d on d.id = i.donor_id
                        where i.update_id = ${of.updateId}::uuid and d.id = any (donor_family(reader.id)))
       and not exists (select from mail m where m.donor_id = any (donor_family(reader.id)) and m.topic = 'news'
                          and m.recorded_at > now() - ${daysBetween} * interval '1 day')`
