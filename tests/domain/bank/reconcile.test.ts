import { beforeAll, expect, test } from 'vitest'
import { explainDifference } from '#app/domain/bank/matching/explain-difference.server.ts'
import { matchByHand } from '#app/domain/bank/matching/match-by-hand.server.ts'
import { matchByRules } from '#app/domain/bank/matching/match-by-rules.server.ts'
import { noteMovement } from '#app/domain/bank/matching/note-movement.server.ts'
import { undoMatch } from '#app/domain/bank/matching/undo-match.server.ts'
import { openBankAccount, placeFund } from '#app/domain/bank/open-account.server.ts'
import { importStatement } from '#app/domain/bank/statement/import-statement.server.ts'
import { uploadStatement } from '#app/domain/bank/statement/upload-statement.server.ts'
import { withdrawStatement } from '#app/domain/bank/statement/withdraw-statement.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { givenFund } from '#tests/support/given.ts'
import {
  csvOf,
  givenBankAccount,
  givenMovement,
  givenStatement,
  linesOf,
  operatingId,
} from '#tests/support/given-bank.ts'
import { givenActor } from '#tests/support/given-disbursement.ts'
import { ledgerTable } from '#tests/support/ledger-table.ts'
import { whyRefused } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()
let fundId: string
let otherFundId: string
let treasurer: ActingStaff
let administrator: ActingStaff
let stranger: ActingStaff
let accountId: string

const at = (day: string) => new Date(`${day}T18:00:00Z`)

beforeAll(async () => {
  fundId = await givenFund({ slug: 'bail' })
  otherFundId = await givenFund({ slug: 'other' })
  treasurer = await givenActor(fundId, ['treasurer'])
  administrator = await givenActor(fundId, ['administrator'])
  stranger = await givenActor(otherFundId, ['treasurer'])
  accountId = await givenBankAccount({ staff: treasurer })
})


test('the same file adds nothing, overlapping days only what is new, and two equal lines are two', async () => {
  const rows = [
    ['2026-09-01', 'Coffee', '-4.50'],
    ['2026-09-01', 'Coffee', '-4.50'],
    ['2026-09-02', 'Deposit', '100.00'],
  ] as const
  const first = await givenStatement({ staff: treasurer, accountId, rows: [...rows].map((row) => [...row]) })
  expect(first).toMatchObject({ fresh: 3, known: 0 })
  const again = await uploadStatement({ staff: treasurer, accountId, file: csvOf(rows.map((row) => [...row])) })
  expect(again.statementId).toBe(first.statementId)
  expect(await whyRefused(importStatement({ staff: treasurer, statementId: again.statementId }))).toBe(
    'statement_is_imported_once',
  )
  const next = await givenStatement({
    ...{ staff: treasurer, accountId },
    rows: [['2026-09-01', 'coffee ', '-4.50'], ['2026-09-02', 'Deposit', '100.00'], ['2026-09-02', 'Deposit', '100.00']],
  })
  expect(next).toMatchObject({ fresh: 1, known: 2 })
  expect((await linesOf(accountId)).map(({ cents }) => cents)).toEqual([-450n, -450n, 10_000n, 10_000n])
  expect(await whyRefused(uploadStatement({ staff: stranger, accountId, file: csvOf([]) }))).toBe('bank_account_unknown')

})
