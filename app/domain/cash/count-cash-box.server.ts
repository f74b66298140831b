import { randomUUID } from 'node:crypto'
import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { fundBalances, lockFundBank } from '#app/domain/ledger/balances.server.ts'
import { postTransfers } from '#app/domain/ledger/post.server.ts'
import { cashDiffers } from '#app/domain/ledger/transfers/cash.ts'
import { type Cents, cents } from '#app/domain/money/cents.ts'
import { now } from '#app/platform/clock.ts'
import { refuseWitness } from './refuse-witness.server.ts'

/**
 * Two people count the cash box: one enters it, the other signs it as themselves. What differs from the books is booked at once,
 * into suspense: the box holds what was counted, and the difference waits there until the second has signed and a third person
 * says what it was. Answers it with its sign.
 */
export async function countCashBox(count: {
  staff: ActingStaff
  fundId: string
  counted: Cents
  witnessId: string
}): Promise<{ countId: string; difference: Cents }> {
  const { staff, fundId, counted, witnessId } = count
  // A count says what is there now: what was entered since would make an earlier one a riddle.
  const at = now()
  return attempt({ staff, action: 'cash_box.counted', subject: 'fund', subjectId: fundId }, async (tx) => {
    await refuseWitness(tx, { fundId, staffId: staff.id, witnessId })
    await lockFundBank(tx, [fundId])
    const ledgerCents = (await fundBalances(tx, fundId)).cash_box ?? 0n
    const difference = cents(counted - ledgerCents)
    const countId = randomUUID()
    await tx.cashCount.create({
      data: {
        id: countId,
        fundId,
        countedCents: counted,
        ledgerCents,
        countedBy: staff.id,
        witnessedBy: witnessId,
        occurredAt: at,
      },
    })
    await postTransfers(tx, {
      source: { kind: 'cash_count', id: countId },
      occurredAt: at,
      transfers: cashDiffers({ fundId, amount: difference }),
    })
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      action: 'cash_box.counted',
      subject: 'fund',
      subjectId: fundId,
      fundId,
      detail: {
        countedCents: counted.toString(),
        differenceCents: difference.toString(),
        witness: witnessId,
      },
    })
    return { countId, difference }
  })
}
