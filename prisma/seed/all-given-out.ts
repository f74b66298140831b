import { dayOf } from '#app/domain/bonds/day-of.ts'
import { payDisbursement } from '#app/domain/disbursements/pay-disbursement.server.ts'
import { proposeDisbursement } from '#app/domain/disbursements/propose-disbursement.server.ts'
import { fundBalances } from '#app/domain/ledger/balances.server.ts'
import { cents, zero } from '#app/domain/money/cents.ts'
import { closeBatch } from '#app/domain/offline-gifts/close-batch.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { asOfTime } from '#app/platform/clock.ts'
import { inTransaction } from '#app/platform/db.ts'
import { approve, contentHashOf, seen } from './approved.ts'
import { batch } from './offline-gifts.ts'
import type { DemonstrationStaff } from './people.ts'
import { wasPresent } from './was-present.ts'

const timezone = 'America/Chicago'
const day = 86_400_000
const inn = 'Larkspur Inn (fictional)'

/** Two checks came for a small fund, and then all that it had paid for beds: nothing of it is left. */
export async function giveAllOut(fundId: string, staff: DemonstrationStaff, today: Date): Promise<void> {
  const { dana, sam } = staff
  const ago = (days: number) => new Date(today.getTime() - days * day)
  const counted = { fundIds: [fundId], reference: 'Deposit 2017', pieces: 2 }
  const batchId = await asOfTime(ago(45), () =>
    batch(dana, { ...counted, on: dayOf(ago(45), timezone) }, [
      [350_00n, { reference: '2203' }, { name: 'Gus Example' }],
      [150_00n, { reference: '871' }, { name: 'Hana Example', email: 'hana@example.org' }],
    ]),
  )
  const proof = await wasPresent(sam, boundTo.closeOfflineBatch({ batchId, total: 500_00n, pieces: 2 }))
  await asOfTime(ago(44), () => closeBatch({ staff: sam, batchId, stepUpId: proof }))

  const { bank = 0n } = await inTransaction({ scope: { kind: 'system' } }, (tx) => fundBalances(tx, fundId))
  const rest = cents(bank)
  const { disbursementId } = await asOfTime(ago(12), () =>
    proposeDisbursement({
      staff: dana,
      proposal: {
        ...{ fundId, kind: 'support', purposeCode: 'first_nights', venue: 'Larkspur', payees: [inn] },
        ...{ principalCeiling: rest, feesCeiling: zero, evidenceNote: seen },
      },
    }),
  )
  await approve(sam, disbursementId, ago(11))
  const contentHash = await contentHashOf(disbursementId)
  const stepUpId = await wasPresent(dana, boundTo.pay({ id: disbursementId, contentHash }))
  const paid = {
    principal: rest,
    fees: zero,
    payee: inn,
    method: 'transfer',
    receiptNumber: 'INV-118',
  } as const
  await asOfTime(ago(10), () =>
    payDisbursement({ ...paid, staff: dana, disbursementId, contentHash, stepUpId }),
  )
}
