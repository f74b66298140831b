import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { accountOf, type BankStaff } from '#app/domain/bank/account-of.server.ts'
import { now } from '#app/platform/clock.ts'
import type { CsvLayout } from './csv-layout.ts'
import { openedStatement } from './opened-statement.server.ts'
import { headingsOf, topOf } from './table-top.ts'

/** Says by an uploaded file how this bank's CSV is read, for this one and those that come. */
export async function setLayout(act: {
  staff: BankStaff
  statementId: string
  layout: Omit<CsvLayout, 'headings'>
}): Promise<void> {
  const { staff, statementId } = act
  const of = { action: 'bank_account.columns_set', subject: 'bank_statement', subjectId: statementId }
  await attempt({ staff, ...of }, async (tx) => {
    const { account, text } = await openedStatement(tx, statementId)
    await accountOf(tx, { staff, accountId: account.id, action: 'reconciliation:work' })
    const { delimiter, firstRow, hasHeadings } = act.layout
    const headings = hasHeadings ? headingsOf(topOf(text, delimiter), firstRow) : []
    await tx.bankCsvLayout.create({
      data: {
        ...{ bankAccountId: account.id, setBy: staff.id, occurredAt: now() },
        layout: { ...act.layout, headings },
      },
    })
    await recordAudit(tx, { actor: { kind: 'staff', id: staff.id }, ...of })
  })
}
