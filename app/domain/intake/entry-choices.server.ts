import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { notClosed } from '#app/domain/funds/not-closed.server.ts'
import { namesOfFunds } from '#app/domain/staff/names-of-funds.server.ts'
import { inTransaction } from '#app/platform/db.ts'

export type EntryFund = { id: string; name: string; partners: { id: string; name: string }[] }

/** The funds for which this person may enter a request, each with the partners who refer to it. */
export async function entryChoices(of: {
  staff: ActingStaff
  fundIds: string[]
  language: string
}): Promise<EntryFund[]> {
  const { staff, fundIds, language } = of
  const names = await namesOfFunds({ fundIds, language })
  return inTransaction({ scope: { kind: 'staff', fundIds: staff.fundIds } }, async (tx) => {
    const taking = await tx.fundIntake.findMany({
      where: { fundId: { in: await notClosed(fundIds, tx) }, mode: { not: 'off' } },
    })
    const partners = await tx.referralPartner.findMany({
      where: { fundId: { in: fundIds }, endedAt: null },
      orderBy: { name: 'asc' },
    })
    return taking.map(({ fundId }) => ({
      id: fundId,
      name: names.get(fundId) ?? '',
      partners: partners.filter((each) => each.fundId === fundId).map(({ id, name }) => ({ id, name })),
    }))
  })
}
