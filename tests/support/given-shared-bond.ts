import { randomUUID } from 'node:crypto'
import type { ActingStaff, PaymentMethod } from '#app/domain/disbursements/disbursement.ts'
import type { PaymentSource } from '#app/domain/disbursements/payment-source.server.ts'
import {
  paySharedBond,
  sharedContentHash,
} from '#app/domain/disbursements/shared-bonds/pay-shared-bond.server.ts'
import { proposeSharedBond } from '#app/domain/disbursements/shared-bonds/propose-shared-bond.server.ts'
import { cents, zero } from '#app/domain/money/cents.ts'
import type { Role } from '#app/domain/staff/access.ts'
import { inTransaction } from '#app/platform/db.ts'
import { givenBankBalance, givenFund, givenStaff, givenStepUp } from './given.ts'
import { approveBy, hashOf } from './given-disbursement.ts'

/** Funds with money, and the same three people in each of them. */
export type Alliance = {
  fundIds: [string, string, ...string[]]
  intake: ActingStaff
  approver: ActingStaff
  treasurer: ActingStaff
}

export async function givenAlliance(of: { slugs?: string[]; bank?: bigint } = {}): Promise<Alliance> {
  const fundIds: string[] = []
  for (const slug of of.slugs ?? [undefined, undefined]) {
    const fundId = await givenFund(slug ? { slug } : {})
    await givenBankBalance(fundId, of.bank ?? 20_000_00n)
    fundIds.push(fundId)
  }
  return {
    fundIds: fundIds as Alliance['fundIds'],
    intake: await givenActorIn(fundIds, ['intake']),
    approver: await givenActorIn(fundIds, ['approver']),
    treasurer: await givenActorIn(fundIds, ['treasurer', 'approver']),
  }
}

export async function givenActorIn(fundIds: string[], roles: Role[]): Promise<ActingStaff> {
  const id = await givenStaff({ name: roles.join(' and ') })
  const data = fundIds.flatMap((fundId) => roles.map((role) => ({ staffId: id, fundId, role })))
  await inTransaction({ scope: { kind: 'system' } }, (tx) => tx.staffRole.createMany({ data }))
  return { id, fundIds }
}

type Wanted = { kind?: 'court_bail' | 'immigration_bond'; principals?: bigint[]; fees?: bigint[] }

/** Proposed by intake in every fund of the alliance. */
export async function givenSharedProposal(alliance: Alliance, wanted: Wanted = {}) {
  const principals = wanted.principals ?? [3_000_00n, 2_000_00n]
  return proposeSharedBond({
    staff: alliance.intake,
    proposal: {
      kind: wanted.kind ?? 'court_bail',
      payees: ['Larkspur County Clerk'],
      venue: 'Larkspur County Court',
      evidenceNote: 'Bond order seen.',
      parts: principals.map((principal, index) => ({
        fundId: alliance.fundIds[index] ?? '',
        principalCeiling: cents(principal),
        feesCeiling: cents(wanted.fees?.[index] ?? 0n),
      })),
    },
  })
}

export const wholeHashOf = async (disbursementIds: string[]): Promise<string> => {
  const hashes: string[] = []
  for (const id of disbursementIds) hashes.push(await hashOf(id))
  return sharedContentHash(hashes.map((contentHash) => ({ contentHash })))
}

type Shared = Awaited<ReturnType<typeof givenSharedProposal>>

export async function paySharedBy(
  staff: ActingStaff,
  { sharedBondId, disbursementIds }: Shared,
  paid: {
    principal: bigint
    fees?: bigint
    receiptNumber?: string
    exposure?: bigint
    method?: PaymentMethod
    from?: PaymentSource[]
    occurredAt?: Date
  },
) {
  const contentHash = await wholeHashOf(disbursementIds)
  const stepUpId = await givenStepUp(staff.id, `pay_shared:${sharedBondId}:${contentHash}`)
  return paySharedBond({
    ...{ staff, sharedBondId, contentHash, stepUpId },
    principal: cents(paid.principal),
    fees: cents(paid.fees ?? zero),
    exposure: paid.exposure === undefined ? undefined : cents(paid.exposure),
    payee: 'Larkspur County Clerk',
    method: paid.method ?? 'cashiers_check',
    from: paid.from,
    occurredAt: paid.occurredAt,
    receiptNumber: paid.receiptNumber ?? `S-${randomUUID().slice(0, 8)}`,
  })
}

/** Proposed and paid by intake, approved in each fund by the approver. */
export async function givenSharedBond(alliance: Alliance, wanted: Wanted = {}) {
  const shared = await givenSharedProposal(alliance, wanted)
  for (const id of shared.disbursementIds) await approveBy(alliance.approver, id)
  const principals = wanted.principals ?? [3_000_00n, 2_000_00n]
  const { bondIds } = await paySharedBy(alliance.intake, shared, {
    principal: principals.reduce((sum, principal) => sum + principal, 0n),
    fees: (wanted.fees ?? []).reduce((sum, fee) => sum + fee, 0n),
  })
  return { ...shared, bondIds }
}
