import { dayOf } from '#app/domain/bonds/day-of.ts'
import { approvePayout } from '#app/domain/copays/approve-payout.server.ts'
import { payOutFamilyPart } from '#app/domain/copays/pay-out-family-part.server.ts'
import { proposePayout } from '#app/domain/copays/propose-payout.server.ts'
import { recordOffer } from '#app/domain/copays/record-offer.server.ts'
import { withdrawPayout } from '#app/domain/copays/withdraw-payout.server.ts'
import { cancelDisbursement } from '#app/domain/disbursements/cancel-disbursement.server.ts'
import { cents, zero } from '#app/domain/money/cents.ts'
import { addRemittanceLine } from '#app/domain/remittances/add-remittance-line.server.ts'
import { closeRemittance } from '#app/domain/remittances/close-remittance.server.ts'
import { openRemittance } from '#app/domain/remittances/open-remittance.server.ts'
import { withdrawRemittance } from '#app/domain/remittances/withdraw-remittance.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { asOfTime } from '#app/platform/clock.ts'
import { inTransaction } from '#app/platform/db.ts'
import { clerk, proposeBail } from './approved.ts'
import { heldPart } from './money-of-others.ts'
import type { DemonstrationStaff } from './people.ts'
import { wasPresent } from './was-present.ts'

const day = 86_400_000
const timezone = 'America/Chicago'

/** Families whose bail was not needed after all: one has its money back, of another it is approved. Two more were only asked. */
export async function seedPaidBack(fundId: string, staff: DemonstrationStaff, today: Date): Promise<void> {
  const { dana, sam } = staff
  const ago = (days: number) => new Date(today.getTime() - days * day)
  const held = async (days: number) => {
    const at = ago(days)
    const { disbursementId, caseCode } = await proposeBail(staff, { fundId, dollars: 800, at })
    const agreementId = await heldPart(staff, { fundId, caseCode, dollars: 200, at: ago(days - 0.2) })
    const back = { staff: dana, disbursementId, reason: 'released_otherwise' } as const
    await asOfTime(ago(days - 1), () => cancelDisbursement(back))
    return agreementId
  }
  const payout = async (agreementId: string, dollars: number, days: number) => {
    const asked = { staff: dana, agreementId, amount: cents(dollars * 100) }
    return (await asOfTime(ago(days), () => proposePayout(asked))).payoutId
  }
  const yes = async (payoutId: string, days: number) => {
    const stepUpId = await wasPresent(sam, boundTo.approvePayout(payoutId))
    await asOfTime(ago(days), () => approvePayout({ staff: sam, payoutId, stepUpId }))
  }

  const paid = await held(35)
  const mistyped = await payout(paid, 20, 33)
  await asOfTime(ago(32.9), () => withdrawPayout({ staff: dana, payoutId: mistyped }))
  const payoutId = await payout(paid, 200, 32.8)
  await yes(payoutId, 32)
  const stepUpId = await wasPresent(dana, boundTo.payPayout(payoutId))
  const given = { staff: dana, payoutId, stepUpId, method: 'check', reference: 'Check 1188' } as const
  await asOfTime(ago(31), () => payOutFamilyPart(given))

  await yes(await payout(await held(6), 200, 4), 3)

  for (const answer of ['declined', 'agreed_self_post'] as const) {
    const { caseCode } = await proposeBail(staff, { fundId, dollars: 400, at: ago(2) })
    await asOfTime(ago(1.9), () => recordOffer({ staff: dana, fundId, caseCode, answer }))
  }
}

/** One check for two bonds that Sam closed, since Dana had entered it; and one that was entered with a wrong total. */
export async function seedEndedRemittances(
  fundId: string,
  { dana, sam }: DemonstrationStaff,
  today: Date,
): Promise<void> {
  const at = new Date(today.getTime() - 9 * day)
  const due = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.bond.findMany({
      where: { fundId, kind: 'court_bail', state: 'refund_due' },
      orderBy: [{ postedAt: 'desc' }, { caseCode: 'asc' }],
      take: 2,
    }),
  )
  const total = cents(due.reduce((sum, { principalCents }) => sum + principalCents, 0n))
  const entered = (reference: string, of: bigint) =>
    openRemittance({
      staff: dana,
      remittance: {
        ...{ payer: 'court', payerName: clerk, reference, total: cents(of) },
        ...{ receivedOn: dayOf(at, timezone), fundIds: [fundId] },
      },
    })
  const { remittanceId } = await asOfTime(at, async () => {
    const mistyped = await entered('WARRANT 68', total * 10n)
    await withdrawRemittance({ staff: dana, remittanceId: mistyped.remittanceId })
    return entered('WARRANT 68', total)
  })
  for (const { receiptNumber, principalCents } of due) {
    const line = { bond: receiptNumber, received: cents(principalCents), deductions: [], interest: zero }
    await asOfTime(at, () => addRemittanceLine({ staff: dana, remittanceId, line }))
  }
  const stepUpId = await wasPresent(sam, boundTo.closeRemittance({ remittanceId, total }))
  const later = new Date(at.getTime() + day)
  await asOfTime(later, () => closeRemittance({ staff: sam, remittanceId, stepUpId }))
}
