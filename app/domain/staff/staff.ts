import type { Action, Role } from './access.ts'
import { may } from './access.ts'

/** A person of staff who proved who they are, with what they may do. */
export type SignedInStaff = {
  id: string
  name: string
  email: string
  language: string
  roles: { fundId: string; role: Role }[]
  /** The funds in which they hold any role; what they may see at all. */
  fundIds: string[]
  sessionIdHash: string
  hasPasskey: boolean
  hasTotp: boolean
}

export const rolesIn = (staff: Pick<SignedInStaff, 'roles'>, fundId: string): Role[] =>
  staff.roles.filter((held) => held.fundId === fundId).map((held) => held.role)

/** The funds in which this person may do it. */
export const fundsWhere = (staff: Pick<SignedInStaff, 'fundIds' | 'roles'>, action: Action): string[] =>
  staff.fundIds.filter((fundId) => may(rolesIn(staff, fundId), action))

/** Without a factor there is nothing that could prove them a second time: they enrol before anything else. */
export const hasFactor = (staff: Pick<SignedInStaff, 'hasPasskey' | 'hasTotp'>): boolean =>
  staff.hasPasskey || staff.hasTotp
