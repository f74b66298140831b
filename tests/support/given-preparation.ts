import type { PreparationStep } from '#app/domain/bond-preparation/preparation.ts'
import { recordPreparation } from '#app/domain/bond-preparation/record-preparation.server.ts'
import type { KnownFrom } from '#app/domain/bonds/bond.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { cents } from '#app/domain/money/cents.ts'
import { inTransaction } from '#app/platform/db.ts'
import { approveBy, givenProposal, type Team } from './given-disbursement.ts'

type More = { amount?: bigint; knownFrom?: KnownFrom; occurredAt?: Date | undefined }

export const prepare = (staff: ActingStaff, disbursementId: string, to: PreparationStep, more: More = {}) =>
  recordPreparation({
    staff,
    disbursementId,
    to,
    knownFrom: more.knownFrom ?? 'ice_notice',
    amount: more.amount === undefined ? null : cents(more.amount),
    occurredAt: more.occurredAt,
  })

/** Each in its order, by intake. A changed amount is lower than the one that was approved. */
export async function prepareAll(
  team: Team,
  disbursementId: string,
  steps: readonly PreparationStep[],
  occurredAt?: Date,
): Promise<void> {
  for (const to of steps) {
    const amount = to === 'amount_changed' ? { amount: 2_000_00n } : {}
    await prepare(team.intake, disbursementId, to, { ...amount, occurredAt })
  }
}

/** An immigration bond of 2,500 dollars, proposed by intake, approved by the approver, and these steps. */
export async function givenPrepared(
  team: Team,
  steps: readonly PreparationStep[] = [],
  wanted: Parameters<typeof givenProposal>[1] = {},
): Promise<string> {
  const disbursementId = await givenProposal(team, { kind: 'immigration_bond', ...wanted })
  await approveBy(team.approver, disbursementId, wanted.occurredAt)
  await prepareAll(team, disbursementId, steps, wanted.occurredAt)
  return disbursementId
}

/** A way to each state before posting, by the kind of bond. */
export const waysTo: Record<'court_bail' | 'immigration_bond', Record<string, PreparationStep[]>> = {
  court_bail: {
    drafted: [],
    cash_out: ['cash_out'],
    returned_unposted: ['cash_out', 'returned_unposted'],
  },
  immigration_bond: {
    drafted: [],
    verification_sent: ['verification_sent'],
    verified: ['verification_sent', 'verified'],
    refused: ['verification_sent', 'refused'],
    stayed: ['verification_sent', 'stayed'],
    amount_changed: ['verification_sent', 'amount_changed'],
    contract_signed: ['verification_sent', 'verified', 'contract_signed'],
    wire_sent: ['verification_sent', 'verified', 'contract_signed', 'wire_sent'],
    wire_returned: ['verification_sent', 'verified', 'contract_signed', 'wire_sent', 'wire_returned'],
    returned_unposted: [
      ...(['verification_sent', 'verified', 'contract_signed', 'wire_sent', 'wire_returned'] as const),
      'returned_unposted',
    ],
  },
}

/** What is kept of a disbursement: the try, the step, and who recorded it. */
export const stepsOf = (disbursementId: string) =>
  inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    const rows = await tx.bondPreparationStep.findMany({ where: { disbursementId }, orderBy: { id: 'asc' } })
    return rows.map(({ number, toState, changedBy }) => [number, toState, changedBy] as const)
  })

/** How a bond's own history goes: from, to, who. */
export const historyOf = (bondId: string) =>
  inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    const rows = await tx.bondStateChange.findMany({ where: { bondId }, orderBy: { id: 'asc' } })
    return rows.map(({ fromState, toState, changedBy }) => [fromState, toState, changedBy] as const)
  })
