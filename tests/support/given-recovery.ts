import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import type { SignInLink } from '#app/domain/staff/links/sign-in-link.server.ts'
import { confirmRecovery } from '#app/domain/staff/recovery/confirm-recovery.server.ts'
import { openRecovery } from '#app/domain/staff/recovery/open-recovery.server.ts'
import { inTransaction } from '#app/platform/db.ts'
import { forced } from './forced.ts'
import { givenStepUp } from './given.ts'
import { asOwner, type World } from './world.ts'

/** Opened with the proof that its person would have given. Answers the id and the code. */
export async function openBy(staff: ActingStaff, staffId: string) {
  const said = { reason: 'device_lost', assuredBy: 'known_number' } as const
  const stepUpId = await givenStepUp(staff.id, boundTo.recover({ staffId, ...said }))
  return openRecovery({ staff, staffId, ...said, stepUpId })
}

export async function confirmBy(staff: ActingStaff, recoveryId: string): Promise<SignInLink> {
  const stepUpId = await givenStepUp(staff.id, boundTo.confirmRecovery(recoveryId))
  return confirmRecovery({ staff, recoveryId, stepUpId })
}

/** Opened by one, confirmed by the other. Answers the code and the link's token. */
export async function givenRecovery(
  [one, other]: [ActingStaff, ActingStaff],
  staffId: string,
): Promise<{ recoveryId: string; code: string; token: string }> {
  const { recoveryId, code } = await openBy(one, staffId)
  const { token } = await confirmBy(other, recoveryId)
  return { recoveryId, code, token }
}

/** Who of these was written to about the recoveries of `lou`, by message and name. */
export const mailed = (event: string, people: { lou: string } & Record<string, string>): Promise<string[]> =>
  inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    const recoveries = await tx.factorRecovery.findMany({ where: { staffId: people.lou } })
    const mails = await tx.mail.findMany({ where: { props: { path: ['event'], equals: event } } })
    const nameOf = (id: string | null) => Object.entries(people).find(([, each]) => each === id)?.[0]
    return mails
      .filter(
        ({ staffId, dedupeKey }) =>
          staffId === people.lou || recoveries.some(({ id }) => dedupeKey.includes(id)),
      )
      .flatMap(({ message, staffId }) => (nameOf(staffId) ? [`${message} ${nameOf(staffId)}`] : []))
      .sort()
  })

/** Everything that the recovery says of time was so many hours earlier. */
export const hoursPass = (world: World, recoveryId: string, hours: number): Promise<void> =>
  asOwner(world.ownerUrl, null, (owner) => {
    const earlier = (column: string) => `${column} = ${column} - interval '${hours} hours'`
    return forced(
      owner,
      `update factor_recovery set ${['recorded_at', 'ready_at', 'expires_at'].map(earlier).join(', ')} where id = '${recoveryId}';
       update factor_recovery_confirmation set ${earlier('recorded_at')} where recovery_id = '${recoveryId}';
       update factor_recovery_use set ${earlier('recorded_at')} where recovery_id = '${recoveryId}'`,
    )
  })
