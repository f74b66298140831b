import { startSession } from '#app/domain/staff/sessions/start-session.server.ts'
import { reviewGlass } from '#app/domain/vault/emergency/review-glass.server.ts'
import { inTransaction } from '#app/platform/db.ts'
import { givenTotp } from '#tests/domain/staff/given-factors.ts'
import { givenPerson } from '#tests/domain/vault/given-person.ts'
import { givenStaff } from '#tests/support/given.ts'
import { givenActor, type Team } from '#tests/support/given-disbursement.ts'
import { breakBy } from '#tests/support/given-emergency.ts'
import { givenRecovery, openBy } from '#tests/support/given-recovery.ts'

/** A colleague who waits to be let in again, one whose link is made, one who could be; and records opened in an emergency. */
export async function givenDoors({ fundId }: Team) {
  const one = await givenActor(fundId, ['administrator'])
  const other = await givenActor(fundId, ['administrator'])
  for (const { id } of [one, other]) await givenTotp(id)
  const colleague = async (name: string) => {
    const id = await givenStaff({ fundId, roles: ['approver'], name })
    await givenTotp(id)
    return id
  }
  const waits = await colleague('Lou Example')
  await openBy(one, waits)
  const agreed = await colleague('Noor Example')
  const { token } = await givenRecovery([one, other], agreed)
  const set = await colleague('Robin Example')

  const [unseen, seen] = [await givenPerson(fundId), await givenPerson(fundId)]
  await breakBy(one, unseen.personId)
  const glassId = await breakBy(one, seen.personId)
  await reviewGlass({ staff: other, glassId, finding: 'justified', note: 'person_was_in_danger' })
  return {
    ...{ recoveries: { waits, agreed, set }, recoveryToken: token },
    ...{ closed: seen.personId, open: unseen.personId },
    /** An administrator and nothing else: the records are closed to them. */
    sessionId: await signIn(one.id),
    /** Someone who lost nothing, and for whom a recovery was opened. */
    misused: await signIn(waits),
  }
}

const signIn = (staffId: string): Promise<string> =>
  inTransaction({ scope: { kind: 'system' } }, (tx) =>
    startSession(tx, {
      ...{ staffId, method: 'totp' },
      visit: { device: 'Firefox · Linux', address: '203.0.113.7' },
    }),
  )
