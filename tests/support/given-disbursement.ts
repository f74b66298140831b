import { randomUUID } from 'node:crypto'
import { approveDisbursement } from '#app/domain/disbursements/approve-disbursement.server.ts'
import type { ActingStaff, DisbursementKind, PaymentMethod } from '#app/domain/disbursements/disbursement.ts'
import { payDisbursement } from '#app/domain/disbursements/pay-disbursement.server.ts'
import type { PaymentSource } from '#app/domain/disbursements/payment-source.server.ts'
import { proposeDisbursement } from '#app/domain/disbursements/propose-disbursement.server.ts'
import type { NewFund } from '#app/domain/funds/create-fund.server.ts'
import { cents } from '#app/domain/money/cents.ts'
import type { Role } from '#app/domain/staff/access.ts'
import { inTransaction } from '#app/platform/db.ts'
import { givenBankBalance, givenFund, givenStaff, givenStepUp } from './given.ts'

/** A fund with money and three people: one proposes and pays, two may approve and record. */
export type Team = { fundId: string; intake: ActingStaff; approver: ActingStaff; treasurer: ActingStaff }

export async function givenTeam(of: { bank?: bigint; fund?: Partial<NewFund> } = {}): Promise<Team> {
  const fundId = await givenFund(of.fund)
  await givenBankBalance(fundId, of.bank ?? 20_000_00n)
  return {
    fundId,
    intake: await givenActor(fundId, ['intake']),
    approver: await givenActor(fundId, ['approver']),
    treasurer: await givenActor(fundId, ['treasurer', 'approver']),
  }
}

export async function givenActor(fundId: string, roles: Role[]): Promise<ActingStaff> {
  return { id: await givenStaff({ fundId, roles, name: roles.join(' and ') }), fundIds: [fundId] }
}

type Wanted = {
  kind?: DisbursementKind
  purposeCode?: string
  principal?: bigint
  fees?: bigint
  payees?: string[]
  caseCode?: string
  venue?: string
  occurredAt?: Date
}

/** Proposed by the team's intake. Answers the id. */
export async function givenProposal(team: Team, wanted: Wanted = {}): Promise<string> {
  const kind = wanted.kind ?? 'court_bail'
  const { disbursementId } = await proposeDisbursement({
    staff: team.intake,
    proposal: {
      fundId: team.fundId,
      kind,
      purposeCode: wanted.purposeCode ?? (kind === 'support' ? 'ride_home' : kind),
      principalCeiling: cents(wanted.principal ?? 2_500_00n),
      feesCeiling: cents(wanted.fees ?? 0n),
      payees: wanted.payees ?? ['Larkspur County Clerk'],
      venue: wanted.venue ?? 'Larkspur County Court',
      evidenceNote: 'Bond order seen.',
      ...(wanted.caseCode ? { caseCode: wanted.caseCode } : {}),
    },
    ...(wanted.occurredAt ? { occurredAt: wanted.occurredAt } : {}),
  })
  return disbursementId
}

export const hashOf = (disbursementId: string): Promise<string> =>
  inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    const row = await tx.disbursement.findUniqueOrThrow({ where: { id: disbursementId } })
    return row.contentHash
  })

/** One yes, with a proof of presence that is made for it. */
export async function approveBy(staff: ActingStaff, disbursementId: string, occurredAt?: Date) {
  const contentHash = await hashOf(disbursementId)
  const stepUpId = await givenStepUp(staff.id, `approve:${disbursementId}:${contentHash}`)
  return approveDisbursement({
    staff,
    disbursementId,
    contentHash,
    stepUpId,
    ...(occurredAt ? { occurredAt } : {}),
  })
}

type Paid = {
  principal?: bigint
  fees?: bigint
  payee?: string
  method?: PaymentMethod
  from?: PaymentSource
  occurredAt?: Date
}

export async function payBy(staff: ActingStaff, disbursementId: string, paid: Paid = {}) {
  const contentHash = await hashOf(disbursementId)
  const stepUpId = await givenStepUp(staff.id, `pay:${disbursementId}:${contentHash}`)
  return payDisbursement({
    staff,
    disbursementId,
    contentHash,
    stepUpId,
    principal: cents(paid.principal ?? 2_500_00n),
    fees: cents(paid.fees ?? 0n),
    payee: paid.payee ?? 'Larkspur County Clerk',
    method: paid.method ?? 'cashiers_check',
    from: paid.from,
    receiptNumber: `R-${randomUUID().slice(0, 8)}`,
    occurredAt: paid.occurredAt,
  })
}

/** Proposed and paid by intake, approved by the approver. Answers the bond's id and its disbursement's. */
export async function givenPostedBond(
  team: Team,
  wanted: Wanted = {},
): Promise<{ bondId: string; disbursementId: string }> {
  const disbursementId = await givenProposal(team, wanted)
  await approveBy(team.approver, disbursementId, wanted.occurredAt)
  const { bondId } = await payBy(team.intake, disbursementId, {
    principal: wanted.principal ?? 2_500_00n,
    fees: wanted.fees ?? 0n,
    ...(wanted.payees?.[0] ? { payee: wanted.payees[0] } : {}),
    ...(wanted.occurredAt ? { occurredAt: wanted.occurredAt } : {}),
  })
  if (!bondId) throw new Error('bail has a bond')
  return { bondId, disbursementId }
}
