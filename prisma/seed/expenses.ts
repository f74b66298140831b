import { dayOf } from '#app/domain/bonds/day-of.ts'
import { approveExpense } from '#app/domain/expenses/approve-expense.server.ts'
import { claimExpense } from '#app/domain/expenses/claim-expense.server.ts'
import type { MerchantKind } from '#app/domain/expenses/expense.ts'
import { payExpense } from '#app/domain/expenses/pay-expense.server.ts'
import { rejectExpense } from '#app/domain/expenses/reject-expense.server.ts'
import { settleCard } from '#app/domain/expenses/settle-card.server.ts'
import { cents } from '#app/domain/money/cents.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { asOfTime } from '#app/platform/clock.ts'
import { inTransaction } from '#app/platform/db.ts'
import type { DemonstrationStaff, Person } from './people.ts'
import { receiptPicture } from './receipt-picture.ts'
import { wasPresent } from './was-present.ts'

const timezone = 'America/Chicago'
const hour = 3_600_000

type Spent = { cents: bigint; purposeCode: string; merchantKind: MerchantKind }
const ride: Spent = { cents: 29_72n, purposeCode: 'ride_home', merchantKind: 'transport' }
const bus: Spent = { cents: 46_00n, purposeCode: 'court_travel', merchantKind: 'transport' }
const fuel: Spent = { cents: 38_15n, purposeCode: 'court_travel', merchantKind: 'fuel' }

/** One ride was paid back, and the card's last bill; one is owed to Kit, and one on the card; one was refused, one waits for a yes. */
export async function seedExpenses(fundId: string, staff: DemonstrationStaff, today: Date): Promise<void> {
  const { dana, sam, kit } = staff
  const ago = (hours: number) => new Date(today.getTime() - hours * hour)
  const claim = receiptsOf(fundId)

  const paid = await claim(sam, [ride], { at: ago(700) })
  await approve(kit, paid, ago(690))
  const stepUpId = await wasPresent(dana, boundTo.payExpenses([paid]))
  await asOfTime(ago(680), () =>
    payExpense({ staff: dana, claimId: paid, stepUpId, method: 'transfer', reference: 'Transfer 3307' }),
  )

  const billed = await claim(sam, [bus], { at: ago(900), cardLast4: '4242' })
  await approve(kit, billed, ago(890))
  const mayPay = await wasPresent(dana, boundTo.payExpenses([billed]))
  await asOfTime(ago(800), () =>
    settleCard({
      ...{ staff: dana, fundId, stepUpId: mayPay, method: 'direct_debit', reference: 'Statement 10' },
      ...{ cardLast4: '4242', billed: cents(bus.cents), statementOn: dayOf(ago(810), timezone) },
      ...{ claimIds: [billed], chargeIds: [], timezone },
    }),
  )
  const refused = await claim(dana, [fuel], { at: ago(200) })
  await asOfTime(ago(190), () => rejectExpense({ staff: sam, claimId: refused, reason: 'receipt_missing' }))

  await approve(sam, await claim(kit, [ride, bus], { at: ago(60) }), ago(40))
  await approve(kit, await claim(sam, [fuel], { at: ago(50), cardLast4: '4242' }), ago(30))
  await claim(dana, [bus], { at: ago(4), cardLast4: '4242' })
}

/** Claims for a fund, of which no two show the same receipt. */
function receiptsOf(fundId: string) {
  let number = 0
  return async (
    staff: Person,
    spent: Spent[],
    { at, cardLast4 = null }: { at: Date; cardLast4?: string | null },
  ): Promise<string> => {
    const lines = spent.map(({ purposeCode, merchantKind, ...line }, position) => {
      number += 1
      return {
        ...{ position, purposeCode, merchantKind, day: dayOf(at, timezone), amount: cents(line.cents) },
        ...{ receiptNumber: `R-${4100 + number}`, file: receiptPicture(number) },
      }
    })
    const kind = cardLast4 ? 'card' : 'reimbursement'
    const claimed = { staff, fundId, kind, cardLast4, lines, timezone } as const
    const { claimId } = await asOfTime(at, () => claimExpense(claimed))
    return claimId
  }
}

/** Said yes to by one person, with the proof that they gave. */
async function approve(staff: Person, claimId: string, at: Date): Promise<void> {
  const { contentHash } = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.expenseClaim.findUniqueOrThrow({ where: { id: claimId }, select: { contentHash: true } }),
  )
  const stepUpId = await wasPresent(staff, boundTo.approveExpense({ id: claimId, contentHash }))
  await asOfTime(at, () => approveExpense({ staff, claimId, contentHash, stepUpId }))
}
