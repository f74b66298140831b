import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { rolesInFund } from '#app/domain/disbursements/require-role.server.ts'
import { lockFundBank } from '#app/domain/ledger/balances.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import type { Tx } from '#app/platform/db.ts'
import { whyNotCharge } from './acts.ts'
import { type CardCharge, readCharges } from './read-charges.server.ts'

type Opened = { staff: ActingStaff; fundId: string; cardLast4: string; chargeIds: string[] }

/** What a card paid at a kiosk, for its statement: the person is judged on each. Refuses what is another card's, or another fund's. */
export async function openCharges(tx: Tx, opened: Opened): Promise<CardCharge[]> {
  const { staff, fundId, cardLast4 } = opened
  const ids = [...new Set(opened.chargeIds)]
  if (ids.length === 0) return []
  await lockFundBank(tx, [fundId])
  const charges = await readCharges(tx, { fundIds: [fundId], cardLast4, ids })
  if (charges.length < ids.length) throw new Refusal('expense_payment_is_of_one_debt', {}, 'claimIds')
  const roles = await rolesInFund(tx, { staffId: staff.id, fundId })
  for (const charge of charges) {
    const refusal = whyNotCharge(charge, { id: staff.id, roles })
    if (refusal) throw refusal
  }
  return charges
}
