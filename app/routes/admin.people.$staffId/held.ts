import { z } from 'zod'
import { type Role, roles } from '#app/domain/staff/access.ts'

/** A role in a fund as the form names it: `<fund id>:<role>`. */
export function readHeld(text: string): { fundId: string; role: Role } | null {
  const [fundId = '', named] = text.split(':')
  const role = roles.find((each) => each === named)
  return role && z.uuid().safeParse(fundId).success ? { fundId, role } : null
}
