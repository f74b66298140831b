import { auditChecks } from '#app/domain/audit/audit.checks.server.ts'
import { bankChecks } from '#app/domain/bank/bank.checks.ts'
import { preparationChecks } from '#app/domain/bond-preparation/preparation.checks.ts'
import { bondChecks } from '#app/domain/bonds/bond.checks.ts'
import { closeChecks } from '#app/domain/books/close.checks.ts'
import { cashChecks } from '#app/domain/cash/cash.checks.ts'
import { copayChecks } from '#app/domain/copays/copay.checks.ts'
import { courtDateChecks } from '#app/domain/court-dates/court-date.checks.ts'
import { disbursementChecks } from '#app/domain/disbursements/disbursement.checks.ts'
import { donorRecordChecks } from '#app/domain/donor-records/donor-record.checks.ts'
import { envelopeChecks } from '#app/domain/envelopes/envelope.checks.ts'
import { evidenceChecks } from '#app/domain/evidence/evidence.checks.server.ts'
import { expenseChecks } from '#app/domain/expenses/expense.checks.server.ts'
import { importChecks } from '#app/domain/imports/imports.checks.ts'
import { offlineGiftChecks } from '#app/domain/offline-gifts/offline-gift.checks.ts'
import { poolShareChecks } from '#app/domain/pool-share/pool-share.checks.server.ts'
import { postingChecks } from '#app/domain/postings/posting.checks.ts'
import { receiptChecks } from '#app/domain/receipts/receipt.checks.ts'
import { scheduleChecks } from '#app/domain/recurring-donations/schedule.checks.ts'
import { refundChecks } from '#app/domain/refunds/refund.checks.ts'
import { remittanceChecks } from '#app/domain/remittances/remittance.checks.ts'
import { statementChecks } from '#app/domain/statements/statement.checks.ts'
import { suspenseChecks } from '#app/domain/suspense/suspense.checks.ts'
import { publicTotalsChecks } from '#app/domain/transparency/public-totals.checks.server.ts'
import { pool } from '#app/platform/db.ts'
import type { Check } from './check.ts'
import { ledgerChecks } from './ledger.checks.ts'

export const checks: Check[] = [
  ...ledgerChecks,
  ...disbursementChecks,
  ...envelopeChecks,
  ...postingChecks,
  ...bondChecks,
  ...preparationChecks,
  ...evidenceChecks,
  ...cashChecks,
  ...expenseChecks,
  ...courtDateChecks,
  ...remittanceChecks,
  ...copayChecks,
  ...offlineGiftChecks,
  ...suspenseChecks,
  ...receiptChecks,
  ...refundChecks,
  ...statementChecks,
  ...importChecks,
  ...scheduleChecks,
  ...donorRecordChecks,
  ...bankChecks,
  ...closeChecks,
  ...publicTotalsChecks,
  ...poolShareChecks,
  ...auditChecks,
]

/**
 * Asks every invariant by name, in one snapshot that writes nothing, and says each as ok or with the first row that
 * breaks it. Answers how many are broken.
 */
export async function checkBooks(say: (line: string) => void): Promise<number> {
  const client = await pool().connect()
  let broken = 0
  try {
    await client.query('begin isolation level repeatable read read only')
    await client.query(
      "select set_config('homeward.scope', 'system', true), set_config('statement_timeout', '0', true)",
    )
    // Every check reads whole tables. Where the planner does not know yet how they have grown, it would join them row by
    // row: minutes instead of a second.
    await client.query(
      "select set_config('enable_nestloop', 'off', true), set_config('work_mem', '64MB', true)",
    )
    for (const check of checks) {
      const row = await check.run(client)
      if (row) broken += 1
      say(row ? `BROKEN  ${check.name}  ${JSON.stringify(row)}` : `ok      ${check.name}`)
    }
    await client.query('rollback')
  } finally {
    client.release()
  }
  say(
    broken === 0
      ? `The books are in order: ${checks.length} invariants hold.`
      : `${broken} of ${checks.length} invariants are broken.`,
  )
  return broken
}
