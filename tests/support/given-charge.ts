import { inTransaction } from '#app/platform/db.ts'

/** What one of the fund's cards paid for this disbursement, as its statement is paid with it. */
export const chargeOf = (disbursementId: string): Promise<string> =>
  inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    const charge = await tx.cardCharge.findFirstOrThrow({ where: { payment: { disbursementId } } })
    return charge.paymentId
  })
