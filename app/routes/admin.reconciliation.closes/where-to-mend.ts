import type { ShownObstacle } from '#app/domain/books/closes-page.server.ts'
import { paths } from '#app/http/paths.ts'

type Placed = Pick<ShownObstacle, 'what' | 'fundId' | 'bankAccountId'>

/** The page on which what stands against closing the books is put right. */
export function whereToMend({ what, bankAccountId, fundId }: Placed, all: Placed[]): string {
  if (bankAccountId) return paths.bankAccount(bankAccountId)
  switch (what) {
    case 'suspense_is_not_zero':
      return whereItIsUnclear(fundId, all)
    case 'cash_differences_wait_for_their_meaning':
      return fundId ? paths.cashBox(fundId) : paths.reconciliation()
    case 'movements_wait_for_their_meaning':
      return paths.suspense()
    case 'payouts_are_not_settled':
      return paths.payouts()
    default:
      return paths.reconciliation()
  }
}

/**
 * A fund's unclear money has its cause beside it in this list: a difference at the bank or in the cash box, or movements at Stripe.
 * Only of the cash box a later one is not listed.
 */
function whereItIsUnclear(fundId: string | null, all: Placed[]): string {
  const causes = all.filter((other) => other.fundId === fundId && other.what !== 'suspense_is_not_zero')
  const cause = causes.find(({ what }) => what.endsWith('wait_for_their_meaning'))
  if (cause) return whereToMend(cause, all)
  return fundId ? paths.cashBox(fundId) : paths.suspense()
}
