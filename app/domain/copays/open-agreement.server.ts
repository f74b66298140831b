import { rolesInFund } from '#app/domain/disbursements/require-role.server.ts'
import { lockFundBank } from '#app/domain/ledger/balances.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import type { Role } from '#app/domain/staff/access.ts'
import { caseKey } from '#app/domain/vault/case-key.server.ts'
import { refuseNamedNumber } from '#app/domain/vault/refuse-named-number.server.ts'
import type { Tx } from '#app/platform/db.ts'
import type { PayoutStanding } from './acts.ts'
import { openSigner } from './signer.server.ts'

type Opened = {
  agreement: {
    id: string
    fundId: string
    caseCode: string
    amountCents: bigint
    witnessedBy: string
    signedOn: Date
    /** Null once the person of the case was erased. */
    signerSealed: Uint8Array | null
    readAloud: boolean
    sealedFor: string | null
  }
  roles: Role[]
}

/** How every act on a family's money begins: the fund's bank locked. Refuses (`agreement_unknown`) what the scope hides. */
export async function openAgreement(tx: Tx, of: { agreementId: string; staffId: string }): Promise<Opened> {
  const agreement = await tx.copayAgreement.findUnique({ where: { id: of.agreementId } })
  if (!agreement) throw new Refusal('agreement_unknown')
  await lockFundBank(tx, [agreement.fundId])
  return { agreement, roles: await rolesInFund(tx, { staffId: of.staffId, fundId: agreement.fundId }) }
}

/** A check's or transfer's number that names whose family it is. */
export async function refuseNamedReference(
  tx: Tx,
  agreement: Opened['agreement'],
  reference: string,
): Promise<void> {
  const { caseCode } = agreement
  const signer = openSigner(agreement, await caseKey(tx, caseCode))?.name ?? ''
  await refuseNamedNumber(tx, { number: reference, field: 'reference', of: { caseCode }, signer })
}

/** A payout with its agreement, under the lock. */
export async function openPayout(
  tx: Tx,
  of: { payoutId: string; staffId: string },
): Promise<Opened & { payout: PayoutStanding & { id: string; amountCents: bigint } }> {
  const found = await tx.copayPayout.findUnique({ where: { id: of.payoutId }, select: { agreementId: true } })
  if (!found) throw new Refusal('agreement_unknown')
  const opened = await openAgreement(tx, { agreementId: found.agreementId, staffId: of.staffId })
  const row = await tx.copayPayout.findUniqueOrThrow({ where: { id: of.payoutId }, include: payoutSteps })
  return { ...opened, payout: { id: row.id, amountCents: row.amountCents, ...standingOf(row) } }
}

export const payoutSteps = {
  copayPayoutApprovals: { orderBy: { recordedAt: 'asc' } },
  copayPayoutPayment: true,
  copayPayoutWithdrawal: true,
} as const

type WithSteps = {
  proposedBy: string
  copayPayoutApprovals: { approvedBy: string; completes: boolean }[]
  copayPayoutPayment: object | null
  copayPayoutWithdrawal: object | null
}

export const standingOf = (row: WithSteps): PayoutStanding => ({
  state: row.copayPayoutWithdrawal
    ? 'withdrawn'
    : row.copayPayoutPayment
      ? 'paid'
      : row.copayPayoutApprovals.some(({ completes }) => completes)
        ? 'approved'
        : 'proposed',
  proposedBy: row.proposedBy,
  approverIds: row.copayPayoutApprovals.map(({ approvedBy }) => approvedBy),
})
