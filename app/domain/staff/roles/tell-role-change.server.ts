import { randomUUID } from 'node:crypto'
import type { Role } from '#app/domain/staff/access.ts'
import { tellAdministrators } from '#app/domain/staff/notices/tell-administrators.server.ts'
import { tellPerson } from '#app/domain/staff/notices/tell-person.server.ts'
import type { Tx } from '#app/platform/db.ts'

type Change = {
  event: 'role_granted' | 'role_withdrawn'
  by: string
  staffId: string
  fundId: string
  role: Role
}

/** The person hears of it, and so does everyone who administers the fund. */
export async function tellRoleChange(tx: Tx, { event, by, staffId, fundId, role }: Change): Promise<void> {
  await tellPerson(tx, { staffId, event, role })
  await tellAdministrators(tx, {
    ...{ fundId, event, by, key: randomUUID() },
    role: { role, staffId },
    path: `/admin/people/${staffId}`,
  })
}
