import { bringBack } from '#app/domain/cash/bring-back.server.ts'
import { confirmAdvance } from '#app/domain/cash/confirm-advance.server.ts'
import { countCashBox } from '#app/domain/cash/count-cash-box.server.ts'
import { disputeMove } from '#app/domain/cash/dispute-move.server.ts'
import { explainDifference } from '#app/domain/cash/explain-difference.server.ts'
import { moveCash } from '#app/domain/cash/move-cash.server.ts'
import { recordAttempt } from '#app/domain/cash/record-attempt.server.ts'
import { signCount } from '#app/domain/cash/sign-count.server.ts'
import { signMove } from '#app/domain/cash/sign-move.server.ts'
import { signOutAdvance } from '#app/domain/cash/sign-out-advance.server.ts'
import { signReturn } from '#app/domain/cash/sign-return.server.ts'
import { withdrawAdvance } from '#app/domain/cash/withdraw-advance.server.ts'
import { cancelDisbursement } from '#app/domain/disbursements/cancel-disbursement.server.ts'
import { cents, zero } from '#app/domain/money/cents.ts'
import { assignPoster } from '#app/domain/postings/assign-poster.server.ts'
import { postAssignedBond } from '#app/domain/postings/post-assigned-bond.server.ts'
import { withdrawAssignment } from '#app/domain/postings/withdraw-assignment.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { asOfTime } from '#app/platform/clock.ts'
import { approve, clerk, contentHashOf, proposeBail } from './approved.ts'
import type { DemonstrationStaff } from './people.ts'
import { wasPresent } from './was-present.ts'
import { counter } from './window.ts'

const day = 86_400_000
const timezone = 'America/Chicago'

/**
 * Earlier this month at the window: a bond that Lee posted with cash from two hands, a court that did not take it, so that the
 * cash came home, and a sign-out that was taken back.
 */
export async function seedAtTheWindow(fundId: string, staff: DemonstrationStaff, today: Date): Promise<void> {
  const { dana, sam, kit } = staff
  const ago = (days: number) => new Date(today.getTime() - days * day)

  const posted = await cashFor(staff, { fundId, dollars: 450, at: ago(13) })
  await post(staff.lee, posted, ago(12.6))

  const refused = await cashFor(staff, { fundId, dollars: 700, at: ago(8) })
  const { advanceId, disbursementId } = refused
  const tried = { staff: staff.lee, advanceId, disbursementId, reason: 'court_refused' } as const
  await asOfTime(ago(7.8), () => recordAttempt(tried))
  const brought = { advanceId, amount: cents(700_00n), broughtTo: 'cash_box', witnessId: kit.id } as const
  const { returnId } = await asOfTime(ago(7.7), () => bringBack({ staff: sam, ...brought }))
  const proved = await wasPresent(kit, boundTo.signReturn(returnId))
  await asOfTime(ago(7.65), () => signReturn({ staff: kit, advanceId, returnId, stepUpId: proved }))
  await asOfTime(ago(7.6), () => withdrawAssignment({ staff: dana, disbursementId, reason: 'not_available' }))
  const noMore = { staff: dana, disbursementId, reason: 'could_not_post' } as const
  await asOfTime(ago(7.5), () => cancelDisbursement(noMore))
  await seedCashBox(fundId, staff, ago)

  const twice = await asOfTime(ago(5), () =>
    signOutAdvance({
      ...{ staff: dana, fundId, posterId: staff.lee.id, source: 'bank', amount: cents(300_00n) },
      disbursementIds: [],
    }),
  )
  await asOfTime(ago(4.9), () => withdrawAdvance({ staff: sam, advanceId: twice.advanceId }))
}

/**
 * What came home lay in the box for a day, was counted by two, and went to the bank but for a little change, of which two dollars are
 * lost. Kit did not sign what Sam entered first.
 */
async function seedCashBox(
  fundId: string,
  { dana, sam, kit }: DemonstrationStaff,
  ago: (days: number) => Date,
): Promise<void> {
  const counted = cents(700_00n)
  const count = { staff: sam, fundId, counted, witnessId: kit.id }
  const { countId } = await asOfTime(ago(6.9), () => countCashBox(count))
  await asOfTime(ago(6.8), () => signCount({ staff: kit, countId, counted }))
  const move = { staff: sam, fundId, to: 'bank', amount: cents(650_00n), witnessId: kit.id } as const
  const mistyped = await asOfTime(ago(6.75), () => moveCash({ ...move, amount: cents(560_00n) }))
  const words = 'The deposit slip says $650.'
  await asOfTime(ago(6.72), () => disputeMove({ staff: kit, moveId: mistyped.moveId, words }))
  const { moveId } = await asOfTime(ago(6.7), () => moveCash(move))
  const stepUpId = await wasPresent(kit, boundTo.signMove(moveId))
  await asOfTime(ago(6.65), () => signMove({ staff: kit, moveId, stepUpId }))
  const left = { ...count, counted: cents(48_00n) }
  const short = await asOfTime(ago(3.9), () => countCashBox(left))
  const signed = { staff: kit, countId: short.countId, counted: left.counted }
  await asOfTime(ago(3.8), () => signCount(signed))
  const lost = { staff: dana, countId: short.countId, reason: 'lost' } as const
  await asOfTime(ago(3.7), () => explainDifference(lost))
}

type Carried = { disbursementId: string; advanceId: string; dollars: number }

/** A bail that was approved and given to Lee, with as much cash as it takes, signed out by Dana and by Sam. */
async function cashFor(
  staff: DemonstrationStaff,
  { fundId, dollars, at }: { fundId: string; dollars: number; at: Date },
): Promise<Carried> {
  const { dana, sam, lee } = staff
  const later = (hours: number) => new Date(at.getTime() + hours * 3_600_000)
  const { disbursementId } = await proposeBail(staff, { fundId, dollars, at })
  await approve(sam, disbursementId, later(1))
  const given = { staff: dana, disbursementId, posterId: lee.id, details: counter }
  await asOfTime(later(2), () => assignPoster(given))
  const signed = {
    staff: dana,
    fundId,
    posterId: lee.id,
    source: 'bank',
    amount: cents(dollars * 100),
  } as const
  const { advanceId } = await asOfTime(later(3), () =>
    signOutAdvance({ ...signed, disbursementIds: [disbursementId] }),
  )
  const stepUpId = await wasPresent(sam, boundTo.confirmAdvance(advanceId))
  await asOfTime(later(4), () => confirmAdvance({ staff: sam, advanceId, stepUpId, timezone }))
  return { disbursementId, advanceId, dollars }
}

async function post(
  lee: DemonstrationStaff['lee'],
  { disbursementId, advanceId, dollars }: Carried,
  at: Date,
): Promise<void> {
  const contentHash = await contentHashOf(disbursementId)
  const stepUpId = await wasPresent(lee, boundTo.pay({ id: disbursementId, contentHash }))
  await asOfTime(at, () =>
    postAssignedBond({
      ...{ staff: lee, disbursementId, contentHash, stepUpId, from: { advanceId } },
      ...{ principal: cents(dollars * 100), fees: zero, payee: clerk, method: 'cash' },
      receiptNumber: 'R-40020',
    }),
  )
}
