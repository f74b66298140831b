import type { Reader } from '#app/domain/disbursements/reads/disbursement-page.server.ts'
import { fundNames } from '#app/domain/disbursements/reads/fund-names.server.ts'
import { may } from '#app/domain/staff/access.ts'
import { inTransaction } from '#app/platform/db.ts'
import { type TextReview, textReviews } from '../text-reviews.server.ts'
import { type Agreement, readAgreements } from './agreements.server.ts'

export type ListedFund = {
  id: string
  name: string
  held: bigint
  posted: bigint
  /** Held without anything that it waits for: to be given back, however long nobody asks. */
  toPayOut: bigint
}

export type CopayList = {
  funds: ListedFund[]
  agreements: (Agreement & { fundName: string; toPayOut: bigint })[]
  reviews: TextReview[]
  mayReview: boolean
}

/** All families' money in a person's funds: what is held, what is inside bonds, what is to be given back. */
export async function listCopays({ staff }: { staff: Reader }): Promise<CopayList> {
  return inTransaction({ scope: { kind: 'staff', fundIds: staff.fundIds } }, async (tx) => {
    const names = await fundNames(tx, { fundIds: staff.fundIds, language: staff.language })
    const agreements = (await readAgreements(tx, { fundIds: staff.fundIds })).map((agreement) => ({
      ...agreement,
      fundName: names.get(agreement.fundId) ?? '',
      toPayOut: agreement.isAwaited ? 0n : agreement.held,
    }))
    return {
      funds: [...new Set(agreements.map(({ fundId }) => fundId))].map((id) => {
        const ofFund = agreements.filter(({ fundId }) => fundId === id)
        return {
          id,
          name: names.get(id) ?? '',
          held: total(ofFund.map(({ held }) => held)),
          posted: total(ofFund.map(({ posted }) => posted)),
          toPayOut: total(ofFund.map(({ toPayOut }) => toPayOut)),
        }
      }),
      agreements: agreements.sort((one, other) => weight(other) - weight(one)),
      reviews: await textReviews(tx),
      mayReview: may(
        staff.roles.map(({ role }) => role),
        'copays:review',
      ),
    }
  })
}

/** What is to be given back stands first, then what is held or posted, then what is over. */
const weight = ({ toPayOut, held, posted }: CopayList['agreements'][number]): number =>
  toPayOut > 0n ? 2 : held + posted > 0n ? 1 : 0

const total = (amounts: bigint[]): bigint => amounts.reduce((sum, amount) => sum + amount, 0n)
