import { addressOfDonor } from '#app/domain/donor-records/address-of-donor.server.ts'
import type { MailTopic } from '#app/domain/mail/mail-topics.ts'
import { Prisma } from '#prisma/generated/client.ts'

/**
 * Donors who asked to hear of a topic at any of their addresses, as a part of a question: each person once, by the record that
 * stands, at its address; where it has none, at one that was joined to it. Asked so that it goes through donors in their order.
 */
export const whoAsked = (topic: MailTopic): Prisma.Sql => Prisma.sql`
  select d.id, d.language,
         ${addressOfDonor} as email
    from donor d
   where d.erased_at is null and d.id not in (select m.merged_id from merges_that_stand() m)
     and (exists (select from donor_consent c where c.donor_id = d.id and c.topic = ${topic} and c.ended_at is null)
          or d.id in (select m.survivor_id from merges_that_stand() m
                        join donor_consent c on c.donor_id = m.merged_id and c.topic = ${topic} and c.ended_at is null))`
