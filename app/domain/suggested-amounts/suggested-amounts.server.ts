import { inTransaction } from '#app/platform/db.ts'
import type { AmountLanguage } from './amounts-form.ts'

export type SuggestedAmounts = {
  minimumCents: bigint
  maximumCents: bigint
  /** Where a language has none of its own: those of English, and before any was set the fund's first ones. */
  first: bigint[]
  byLanguage: Partial<Record<AmountLanguage, bigint[]>>
}

/** What a fund's giving page offers, by language, for those who set it. */
export const suggestedAmounts = ({ fundId }: { fundId: string }): Promise<SuggestedAmounts> =>
  inTransaction({ scope: { kind: 'staff', fundIds: [fundId] } }, async (tx) => {
    const fund = await tx.fund.findUniqueOrThrow({ where: { id: fundId } })
    const rows = await tx.fundSuggestion.findMany({ where: { fundId }, orderBy: { version: 'asc' } })
    return {
      ...{ minimumCents: fund.minimumGiftCents, maximumCents: fund.maximumGiftCents },
      first: fund.suggestedCents,
      byLanguage: Object.fromEntries(rows.map(({ language, cents }) => [language, cents])),
    }
  })
