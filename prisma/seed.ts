import { db } from '#app/platform/db.ts'
import { env } from '#app/platform/env.ts'
import { signIns } from './seed/people.ts'
import { control } from './seed/sandbox.ts'
import { tellStory } from './seed/tell-story.ts'

/** Tells the demonstration's story on the first start; answers the lines that `npm start` prints. */
export async function prepareDemonstration(say: (line: string) => void): Promise<string[]> {
  if (!(await db().organization.findFirst())) {
    say('First start: telling the story of a fictional year…')
    await tellStory()
  }
  const accounts = await signIns()
  await control('totp', { accounts })
  const sandbox = env().HOMEWARD_SANDBOX_URL
  return [
    `  the inbox of all mail sent      ${sandbox}/inbox`,
    `  the sandbox’s controls          ${sandbox}/  (with the staff’s current codes)`,
    '  sign in once as',
    ...accounts.map(({ label, role, signIn }) => `    ${`${label} (${role})`.padEnd(38)} ${signIn}`),
  ]
}
