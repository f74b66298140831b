import type { Cents } from '#app/domain/money/cents.ts'
import type { AccountRef } from '../accounts.ts'
import { type Transfer, transfer } from '../transfer.ts'

/**
 * A family's own part of a bond. It is theirs throughout: a liability, never a gift, and first in line when
 * money comes back.
 */
type OfRequest = { fundId: string; requestId: string; amount: Cents; part?: number }
type OfBoth = OfRequest & { bondId: string }

export const copayReceived = ({ requestId, ...of }: OfRequest): Transfer[] =>
  transfer({ code: 'copay_received', ...of, debit: 'bank', credit: held(requestId) })

/** Alongside `bondPosted` of the whole principal: the family's part is now inside the bond. */
export const copayPosted = ({ requestId, bondId, ...of }: OfBoth): Transfer[] =>
  transfer({ code: 'copay_posted', ...of, debit: held(requestId), credit: posted(bondId) })

/** Alongside `bondReturned`: the family's part is in our bank again, waiting to be paid out. */
export const copayFreed = ({ requestId, bondId, ...of }: OfBoth): Transfer[] =>
  transfer({ code: 'copay_freed', ...of, debit: posted(bondId), credit: held(requestId) })

export const copayPaidOut = ({ requestId, ...of }: OfRequest): Transfer[] =>
  transfer({ code: 'copay_paid_out', ...of, debit: held(requestId), credit: 'bank' })

/** A loss beyond the fund's own part, by the agreement that the family signed. */
export const copayLost = (loss: {
  fundId: string
  bondId: string
  outOf: 'bond_deposit' | 'refund_due'
  amount: Cents
  part?: number
}): Transfer[] => {
  const { bondId, outOf, ...of } = loss
  return transfer({
    code: 'copay_loss',
    ...of,
    debit: posted(bondId),
    credit: { account: outOf, sub: bondId },
  })
}

const held = (requestId: string): AccountRef => ({ account: 'copay_held', sub: requestId })
const posted = (bondId: string): AccountRef => ({ account: 'copay_posted', sub: bondId })
