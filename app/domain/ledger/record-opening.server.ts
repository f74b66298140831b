import { randomUUID } from 'node:crypto'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { Cents } from '#app/domain/money/cents.ts'
import { inTransaction } from '#app/platform/db.ts'
import { postTransfers } from './post.server.ts'
import { opening } from './transfers/between-funds.ts'

/** At go-live: what was counted in the fund's bank. Equity, never a gift: it makes no receipt and raises no total. */
export async function recordOpening(counted: {
  fundId: string
  bank: Cents
  occurredAt: Date
}): Promise<void> {
  const { fundId, bank, occurredAt } = counted
  await inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    await postTransfers(tx, {
      source: { kind: 'opening', id: randomUUID() },
      occurredAt,
      transfers: opening({ fundId, account: 'bank', amount: bank }),
    })
    await recordAudit(tx, {
      actor: { kind: 'host' },
      action: 'ledger.opened',
      subject: 'fund',
      subjectId: fundId,
      fundId,
      detail: { bankCents: bank.toString() },
    })
  })
}
