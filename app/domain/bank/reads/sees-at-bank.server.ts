import { inTransaction } from '#app/platform/db.ts'

type Asked = { staff: { fundIds: string[] } } & ({ accountId: string } | { statementId: string })

/** Whether this account, or this file of one, exists for a person: before what they sent is read. */
export const seesAtBank = (asked: Asked): Promise<boolean> =>
  inTransaction({ scope: { kind: 'staff', fundIds: asked.staff.fundIds } }, async (tx) => {
    const found =
      'accountId' in asked
        ? await tx.bankAccount.count({ where: { id: asked.accountId } })
        : await tx.bankStatement.count({ where: { id: asked.statementId } })
    return found > 0
  })
