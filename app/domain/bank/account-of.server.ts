import { Refusal } from '#app/domain/refusal.ts'
import { type Action, rolesFor } from '#app/domain/staff/access.ts'
import type { Tx } from '#app/platform/db.ts'

export type BankStaff = { id: string; fundIds: string[] }

/**
 * A bank account, for someone who answers for all funds whose money lies there. Refuses `bank_account_unknown` and
 * `role_may_not`.
 */
export async function accountOf(tx: Tx, of: { staff: BankStaff; accountId: string; action: Action }) {
  const account = await tx.bankAccount.findUnique({ where: { id: of.accountId } })
  if (!account) throw new Refusal('bank_account_unknown')
  const roles = [...rolesFor(of.action)]
  const [row] = await tx.$queryRaw<{ answers: boolean }[]>`
    select answers_for_account(${of.staff.id}::uuid, ${account.id}::uuid, ${roles}) as answers`
  if (!row?.answers) throw new Refusal('role_may_not')
  return account
}

/** Lines and matches of one account are added one after another. */
export const lockAccount = (tx: Tx, accountId: string): Promise<unknown> =>
  tx.$queryRaw`select lock_bank_account(${accountId}::uuid)::text`
