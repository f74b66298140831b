import { type Role, roles } from '#app/domain/staff/access.ts'

/** A role in a fund as the form names it: `<fund id>:<role>`. */
export function readHeld(text: string): { fundId: string; role: Role } | null {
  const [fundId = '', named] = text.split(':')
  const role = roles.find((each) => each === named)
  return role && /^[0-9a-f-]{36}$/.test(fundId) ? { fundId, role } : null
}
