import type { Reader } from '#app/domain/disbursements/reads/disbursement-page.server.ts'
import { proposalChoices } from '#app/domain/disbursements/reads/proposal-choices.server.ts'
import { isEnvelopePurpose } from '#app/domain/envelopes/envelope.ts'
import { rolesFor } from '#app/domain/staff/access.ts'
import { inTransaction } from '#app/platform/db.ts'

export type EnvelopeFund = {
  id: string
  name: string
  freeCents: bigint
  purposeCodes: string[]
  posters: { id: string; name: string }[]
}

/** The funds for whose nights this person may plan, what is free in each, and who may post for it. */
export async function envelopeChoices({ staff }: { staff: Reader }): Promise<EnvelopeFund[]> {
  const funds = await proposalChoices({ staff })
  return inTransaction({ scope: { kind: 'staff', fundIds: staff.fundIds } }, async (tx) => {
    const held = await tx.staffRole.findMany({
      where: {
        fundId: { in: funds.map(({ id }) => id) },
        role: { in: [...rolesFor('disbursements:pay')] },
        staff: { disabledAt: null },
      },
      distinct: ['fundId', 'staffId'],
      select: { fundId: true, staff: { select: { id: true, name: true } } },
      orderBy: { staff: { name: 'asc' } },
    })
    return funds
      .map((fund) => ({
        ...fund,
        purposeCodes: fund.purposeCodes.filter(isEnvelopePurpose),
        posters: held.filter(({ fundId }) => fundId === fund.id).map((each) => each.staff),
      }))
      .filter(({ purposeCodes }) => purposeCodes.length > 0)
  })
}
