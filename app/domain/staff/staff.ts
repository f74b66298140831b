import type { Action, Role } from './access.ts'
import { may } from './access.ts'

/** A person of staff who proved who they are, with what they may do. */
export type SignedInStaff = {
  id: string
  name: string
  email: string
  language: string
  roles: { fundId: string; role: Role }[]
  /** The funds whose cases they may see: where they hold any role but those of a poster, who sees only what is theirs to post, and of a trustee. */
  fundIds: string[]
  sessionIdHash: string
  hasPasskey: boolean
  hasTotp: boolean
}

export const rolesIn = (staff: Pick<SignedInStaff, 'roles'>, fundId: string): Role[] =>
  staff.roles.filter((held) => held.fundId === fundId).map((held) => held.role)

/** The funds in which this person may do it. */
export const fundsWhere = (staff: Pick<SignedInStaff, 'roles'>, action: Action): string[] =>
  [...new Set(staff.roles.map(({ fundId }) => fundId))].filter((fundId) =>
    may(rolesIn(staff, fundId), action),
  )

/** Without a factor there is nothing that could prove them a second time: they enrol before anything else. */
export const hasFactor = (staff: Pick<SignedInStaff, 'hasPasskey' | 'hasTotp'>): boolean =>
  staff.hasPasskey || staff.hasTotp
