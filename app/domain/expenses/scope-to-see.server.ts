import { may, type Role } from '#app/domain/staff/access.ts'
import { inTransaction, type Scope } from '#app/platform/db.ts'

type Seer = { id: string; fundIds: string[]; roles: { fundId: string; role: Role }[] }

/** What they claimed themselves, and of others' nothing: as much as someone sees who only posts. */
export const ownClaims = ({ id }: Pick<Seer, 'id'>): Scope => ({ kind: 'poster', staffId: id })

/** The funds in which they may claim and see nothing but what they claimed themselves. */
export const fundsOfOwnClaims = ({ fundIds, roles }: Seer): string[] => [
  ...new Set(
    roles
      .filter(({ fundId, role }) => !fundIds.includes(fundId) && may([role], 'expenses:own'))
      .map(({ fundId }) => fundId),
  ),
]

/** In which scope this person sees a claim: as one of their funds', or else as their own. Null where in none. */
export async function scopeToSee(of: {
  staff: { id: string; fundIds: string[] }
  claimId: string
}): Promise<Scope | null> {
  const { staff, claimId } = of
  for (const scope of [{ kind: 'staff', fundIds: staff.fundIds } as const, ownClaims(staff)]) {
    const seen = await inTransaction({ scope }, (tx) => tx.expenseClaim.count({ where: { id: claimId } }))
    if (seen > 0) return scope
  }
  return null
}
