import { mergeDonors } from '#app/domain/donor-records/merge-donors.server.ts'
import { stopContact } from '#app/domain/donor-records/stop-contact.server.ts'
import { writeNote } from '#app/domain/donor-records/write-note.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { db } from '#app/platform/db.ts'
import type { DemonstrationStaff } from './people.ts'
import { wasPresent } from './was-present.ts'

/** Two pairs of records under one name, of which one pair is joined and one waits for someone to see it; a note; and a donor who is left alone. */
export async function seedDonorRecords({ dana }: DemonstrationStaff): Promise<void> {
  const [joined, waiting] = await namesakes()
  if (joined) {
    const { survivorId, mergedId } = joined
    const stepUpId = await wasPresent(dana, boundTo.mergeDonors({ survivorId, mergedId }))
    await mergeDonors({ staff: dana, survivorId, mergedId, stepUpId })
    await writeNote({
      staff: dana,
      donorId: survivorId,
      text: 'Called: gives from two addresses, wants one statement.',
    })
  }
  if (waiting) {
    const { mergedId: donorId } = waiting
    await writeNote({ staff: dana, donorId, text: 'Prefers a letter in December.' })
    await stopContact({ staff: dana, donorId, topic: null, reason: 'in_mourning', until: null })
  }
}

/** Donors with the same name and two addresses. */
const namesakes = () => db().$queryRaw<{ survivorId: string; mergedId: string }[]>`
  select a.id::text as "survivorId", b.id::text as "mergedId"
    from (select name, array_agg(id order by recorded_at, id) as ids from donor
           where erased_at is null and name <> '' group by name having count(*) > 1) n
    join donor a on a.id = n.ids[1] join donor b on b.id = n.ids[2]
   order by n.name limit 2`
