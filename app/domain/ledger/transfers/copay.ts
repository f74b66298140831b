import type { Cents } from '#app/domain/money/cents.ts'
import type { AccountRef } from '../accounts.ts'
import { type Transfer, transfer } from '../transfer.ts'

/**
 * A family's own part of a bond. It is theirs throughout: a liability, never a gift, and first in line when
 * money comes back. What is held is kept per signed agreement: a case may have no request, and two relatives.
 */
type OfAgreement = { fundId: string; agreementId: string; amount: Cents; part?: number }
type OfBoth = OfAgreement & { bondId: string }

export const copayReceived = ({ agreementId, ...of }: OfAgreement): Transfer[] =>
  transfer({ code: 'copay_received', ...of, debit: 'bank', credit: held(agreementId) })

/** Alongside `bondPosted` of the whole principal: the family's part is now inside the bond. */
export const copayPosted = ({ agreementId, bondId, ...of }: OfBoth): Transfer[] =>
  transfer({ code: 'copay_posted', ...of, debit: held(agreementId), credit: posted(bondId) })

/** Alongside `bondReturned`: the family's part is in our bank again, waiting to be paid out. */
export const copayFreed = ({ agreementId, bondId, ...of }: OfBoth): Transfer[] =>
  transfer({ code: 'copay_freed', ...of, debit: posted(bondId), credit: held(agreementId) })

/** Of what turns up after a loss, the part that makes up for the family's own. */
export const copayRecovered = ({ agreementId, ...of }: OfAgreement): Transfer[] =>
  transfer({ code: 'copay_recovered', ...of, debit: 'bank', credit: held(agreementId) })

export const copayPaidOut = ({ agreementId, ...of }: OfAgreement): Transfer[] =>
  transfer({ code: 'copay_paid_out', ...of, debit: held(agreementId), credit: 'bank' })

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

const held = (agreementId: string): AccountRef => ({ account: 'copay_held', sub: agreementId })
const posted = (bondId: string): AccountRef => ({ account: 'copay_posted', sub: bondId })
