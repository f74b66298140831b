import { tellAdministrators } from '#app/domain/staff/notices/tell-administrators.server.ts'
import { tellPerson } from '#app/domain/staff/notices/tell-person.server.ts'
import type { Tx } from '#app/platform/db.ts'

type Told = {
  event:
    | 'recovery_opened'
    | 'recovery_opened_by_host'
    | 'recovery_confirmed'
    | 'recovery_stopped'
    | 'recovery_used'
  recoveryId: string
  /** Whose ways to sign in they are. */
  staffId: string
  /** Null: whoever runs the server. */
  by: string | null
}

/** The person hears of it, and every administrator of every fund in which they hold a role, once each. */
export async function tellOfRecovery(tx: Tx, { event, recoveryId, staffId, by }: Told): Promise<void> {
  await tellPerson(tx, { staffId, event })
  const held = await tx.staffRole.findMany({
    where: { staffId },
    distinct: ['fundId'],
    orderBy: { fundId: 'asc' },
    select: { fundId: true },
  })
  for (const { fundId } of held) {
    // The key names no fund: who administers several is written to once.
    await tellAdministrators(tx, {
      ...{ fundId, event, by, key: recoveryId, whose: staffId },
      path: `/admin/people/${staffId}/recovery`,
    })
  }
}
