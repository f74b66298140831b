import { rm, writeFile } from 'node:fs/promises'
import { db } from '#app/platform/db.ts'
import { env } from '#app/platform/env.ts'
import { signIns } from './seed/people.ts'
import { control } from './seed/sandbox.ts'
import { tellStory } from './seed/tell-story.ts'

type Preparing = {
  /** A file that stands for as long as the story is being told. */
  halfTold: string
  say: (line: string) => void
}

/** Tells the demonstration's story on the first start; answers the lines that `npm start` prints. */
export async function prepareDemonstration({ halfTold, say }: Preparing): Promise<string[]> {
  if (!(await db().organization.findFirst())) {
    say('First start: telling the story of a fictional year…')
    await writeFile(halfTold, '')
    await tellStory()
    await rm(halfTold)
  }
  const accounts = await signIns()
  await control('totp', { accounts })
  const sandbox = env().HOMEWARD_SANDBOX_URL
  const donor = await donorToTry()
  return [
    `  the inbox of all mail sent      ${sandbox}/inbox`,
    `  the sandbox’s controls          ${sandbox}/  (with the staff’s current codes)`,
    ...(donor ? [`  a donor’s own pages            ${env().APP_URL}/donor  (as ${donor})`] : []),
    '  sign in once as',
    ...accounts.map(({ label, role, signIn }) => `    ${`${label} (${role})`.padEnd(38)} ${signIn}`),
  ]
}

/** Whoever gave most often and still gives every month: their pages have something on each of them. */
async function donorToTry(): Promise<string | null> {
  const [donor] = await db().$queryRaw<{ email: string }[]>`
    select d.email from donor d
     where d.erased_at is null
       and exists (select from recurring_donation r where r.donor_id = d.id and r.state = 'active')
     order by (select count(*) from payment p where p.donor_id = d.id) desc, d.email limit 1`
  return donor?.email ?? null
}
