import type { Tx } from '#app/platform/db.ts'
import type { Prisma } from '#prisma/generated/client.ts'

/** Those who have a passkey or a confirmed authenticator, and so can sign in. */
export const enrolled = {
  disabledAt: null,
  OR: [{ staffPasskeys: { some: {} } }, { staffTotp: { confirmedAt: { not: null } } }],
} satisfies Prisma.StaffWhereInput

export const isEnrolled = async (tx: Tx, staffId: string): Promise<boolean> =>
  (await tx.staff.count({ where: { id: staffId, ...enrolled } })) > 0
