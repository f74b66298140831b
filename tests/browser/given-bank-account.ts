import { matchByHand } from '#app/domain/bank/matching/match-by-hand.server.ts'
import { setLayout } from '#app/domain/bank/statement/set-layout.server.ts'
import { uploadStatement } from '#app/domain/bank/statement/upload-statement.server.ts'
import {
  csvOf,
  givenBankAccount,
  givenMovement,
  givenStatement,
  linesOf,
  plainLayout,
  type Row,
} from '#tests/support/given-bank.ts'
import { givenActor } from '#tests/support/given-disbursement.ts'

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000)
const row = (days: number, text: string, amount: string): Row => [
  daysAgo(days).toISOString().slice(0, 10),
  text,
  amount,
]

/** A bank account with what is matched, what stands alone and why, a difference that waits, and a file with problems. */
export async function givenBank(fundId: string) {
  const staff = await givenActor(fundId, ['treasurer'])
  const accountId = await givenBankAccount({ staff, fromDay: daysAgo(60).toISOString().slice(0, 10) })
  await givenMovement({ fundId, source: 'card-fee', at: daysAgo(40), amount: -12_00n })
  await givenMovement({ fundId, source: 'wire-fee', at: daysAgo(30), amount: -25_00n })
  await givenMovement({ fundId, source: 'lost-check', at: daysAgo(25), amount: -40_00n })
  const { statementId } = await givenStatement({
    ...{ staff, accountId },
    rows: [
      row(39, 'MONTHLY SERVICE FEE', '-12.00'),
      row(29, 'WIRE TRANSFER FEE', '-25.01'),
      row(20, 'DEPOSIT BRANCH 12', '310.00'),
      row(12, 'INTEREST PAID', '0.42'),
    ],
  })
  const interest = (await linesOf(accountId)).find(({ cents }) => cents === 42n)
  const { matchId } = await matchByHand({
    ...{ staff, accountId, lineIds: interest ? [interest.id] : [], movements: [], reason: 'not_understood' },
    bookFundId: fundId,
  })
  const file = csvOf([
    ['2026-02-30', 'NO SUCH DAY', '1.00'],
    ['2026-02-27', 'NOT A NUMBER', '1,2,3'],
  ])
  const { statementId: troubledId } = await uploadStatement({ staff, accountId, file })
  await setLayout({ staff, statementId: troubledId, layout: plainLayout })
  return { accountId, statementId, troubledId, matchId }
}
