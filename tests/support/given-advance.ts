import { bringBack } from '#app/domain/cash/bring-back.server.ts'
import type { CashPlace } from '#app/domain/cash/cash.ts'
import { confirmAdvance } from '#app/domain/cash/confirm-advance.server.ts'
import { signOutAdvance } from '#app/domain/cash/sign-out-advance.server.ts'
import { signReturn } from '#app/domain/cash/sign-return.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { payDisbursement } from '#app/domain/disbursements/pay-disbursement.server.ts'
import { cents } from '#app/domain/money/cents.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { givenStepUp } from './given.ts'
import { approveBy, givenProposal, hashOf, type Team } from './given-disbursement.ts'

/** Proposed by intake and approved by the approver. */
export async function givenApproved(
  team: Team,
  wanted: Parameters<typeof givenProposal>[1] = {},
): Promise<string> {
  const id = await givenProposal(team, wanted)
  await approveBy(team.approver, id, wanted.occurredAt)
  return id
}

type Out = {
  amount?: bigint
  for?: string[]
  source?: CashPlace
  poster?: ActingStaff
  occurredAt?: Date
}

/** The treasurer signs it out to intake; nothing has moved. */
export async function signOut(team: Team, of: Out = {}): Promise<string> {
  const { advanceId } = await signOutAdvance({
    staff: team.treasurer,
    fundId: team.fundId,
    posterId: (of.poster ?? team.intake).id,
    source: of.source ?? 'bank',
    amount: cents(of.amount ?? 2_500_00n),
    disbursementIds: of.for ?? [],
    occurredAt: of.occurredAt,
  })
  return advanceId
}

export async function confirmBy(staff: ActingStaff, advanceId: string): Promise<{ dueBackAt: Date }> {
  const stepUpId = await givenStepUp(staff.id, boundTo.confirmAdvance(advanceId))
  return confirmAdvance({ staff, advanceId, stepUpId, timezone: 'America/Chicago' })
}

/** Signed out by the treasurer, confirmed by the approver: intake has it. */
export async function givenAdvance(team: Team, of: Out = {}): Promise<string> {
  const advanceId = await signOut(team, of)
  await confirmBy(team.approver, advanceId)
  return advanceId
}

type Paid = { principal?: bigint; fees?: bigint; occurredAt?: Date; receiptNumber?: string }

export async function payFrom(
  staff: ActingStaff,
  advanceId: string,
  disbursementId: string,
  paid: Paid = {},
) {
  const contentHash = await hashOf(disbursementId)
  return payDisbursement({
    staff,
    disbursementId,
    contentHash,
    stepUpId: await givenStepUp(staff.id, boundTo.pay({ id: disbursementId, contentHash })),
    principal: cents(paid.principal ?? 2_500_00n),
    fees: cents(paid.fees ?? 0n),
    payee: 'Larkspur County Clerk',
    method: 'cash',
    receiptNumber: paid.receiptNumber ?? 'R-CASH',
    from: { advanceId },
    occurredAt: paid.occurredAt,
  })
}

/** Entered by the treasurer, who names the approver as beside them; nothing is booked. */
export async function countBack(
  team: Team,
  advanceId: string,
  amount: bigint,
  broughtTo: CashPlace = 'bank',
): Promise<string> {
  const { returnId } = await bringBack({
    staff: team.treasurer,
    advanceId,
    amount: cents(amount),
    broughtTo,
    witnessId: team.approver.id,
  })
  return returnId
}

export async function signBack(staff: ActingStaff, advanceId: string, returnId: string) {
  const stepUpId = await givenStepUp(staff.id, boundTo.signReturn(returnId))
  return signReturn({ staff, advanceId, returnId, stepUpId })
}

/** Counted by the treasurer, and signed by the approver who stood beside. */
export async function back(team: Team, advanceId: string, amount: bigint, broughtTo: CashPlace = 'bank') {
  const returnId = await countBack(team, advanceId, amount, broughtTo)
  return signBack(team.approver, advanceId, returnId)
}
