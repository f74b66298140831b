import { askEmailChange } from '#app/domain/donor-area/settings/ask-email-change.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { issueStatement } from '#app/domain/statements/issue-statement.server.ts'
import { db } from '#app/platform/db.ts'

/** What two donors did on their own pages: one drew up their statement of last year, one asked for another address. */
export async function seedDonorsOwn(today: Date): Promise<void> {
  const [drew, asked] = await db().$queryRaw<{ id: string }[]>`
    select d.id::text as id from donor d join payment p on p.donor_id = d.id
     where d.erased_at is null and d.email like '%donor.example'
     group by d.id order by min(p.occurred_at), d.id limit 2`
  if (!drew || !asked) throw new Error('nobody gave in the story')
  const { timezone } = await organization()
  const from = new Date(today.getTime() - 366 * 86_400_000).toISOString().slice(0, 10)
  const period = { from, to: today.toISOString().slice(0, 10) }
  await issueStatement({ donorId: drew.id, period, timezone })
  await askEmailChange({ donorId: asked.id, email: 'new.address@donor.example', language: 'en' })
}
