import { randomUUID } from 'node:crypto'
import { approvePayout } from '#app/domain/copays/approve-payout.server.ts'
import type { PayoutMethod, ReceiptMethod } from '#app/domain/copays/copay.ts'
import { payOutFamilyPart } from '#app/domain/copays/pay-out-family-part.server.ts'
import { proposePayout } from '#app/domain/copays/propose-payout.server.ts'
import type { Reading } from '#app/domain/copays/reading.ts'
import { receiveFamilyPart } from '#app/domain/copays/receive-family-part.server.ts'
import { recordOffer } from '#app/domain/copays/record-offer.server.ts'
import { signAgreement } from '#app/domain/copays/sign-agreement.server.ts'
import type { PaperLanguage } from '#app/domain/copays/texts/texts.ts'
import type { ActingStaff, DisbursementKind, PaymentMethod } from '#app/domain/disbursements/disbursement.ts'
import { payDisbursement } from '#app/domain/disbursements/pay-disbursement.server.ts'
import type { PaymentSource } from '#app/domain/disbursements/payment-source.server.ts'
import { cents } from '#app/domain/money/cents.ts'
import { inTransaction } from '#app/platform/db.ts'
import { givenStepUp } from './given.ts'
import { approveBy, givenProposal, hashOf, type Team } from './given-disbursement.ts'
import { today } from './given-remittance.ts'

export const timezone = 'America/Chicago'

export const caseOf = (disbursementId: string): Promise<string> =>
  inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    const row = await tx.disbursement.findUniqueOrThrow({ where: { id: disbursementId } })
    return row.caseCode
  })

type Signed = {
  caseCode: string
  amount?: bigint
  language?: PaperLanguage
  reading?: Reading
  signedOn?: string
}

/** Asked, signed in front of intake. Answers the agreement's id. */
export async function givenAgreement(team: Team, of: Signed): Promise<string> {
  const { intake: staff, fundId } = team
  await recordOffer({ staff, fundId, caseCode: of.caseCode, answer: 'unable' })
  const { agreementId } = await signAgreement({
    ...{ staff, fundId, timezone, caseCode: of.caseCode, language: of.language ?? 'es' },
    ...{ amount: cents(of.amount ?? 1_000_00n), signer: 'Rosa Quill', signedOn: of.signedOn ?? today() },
    ...{ reading: of.reading ?? null, paperNumber: `P-${randomUUID().slice(0, 8)}` },
  })
  return agreementId
}

/** Signed and received. */
export async function givenHeldPart(team: Team, of: Signed): Promise<string> {
  const agreementId = await givenAgreement(team, of)
  await receiveBy(team.treasurer, agreementId, of.amount)
  return agreementId
}

export const receiveBy = (
  staff: ActingStaff,
  agreementId: string,
  amount?: bigint,
  reference?: string,
  method: ReceiptMethod = 'check',
) =>
  receiveFamilyPart({
    staff,
    agreementId,
    amount: cents(amount ?? 1_000_00n),
    method,
    reference: reference ?? `C-${randomUUID().slice(0, 8)}`,
  })

type CoPaid = {
  own?: bigint
  family?: bigint
  kind?: Exclude<DisbursementKind, 'support'>
  exposure?: bigint
  fees?: bigint
}

/** Of $5,000 the fund posts $4,000 and the family $1,000, unless told otherwise. */
export async function givenCoPaidBond(
  team: Team,
  of: CoPaid = {},
): Promise<{ bondId: string; agreementId: string | null; disbursementId: string }> {
  const own = of.own ?? 4_000_00n
  const family = of.family ?? 1_000_00n
  const fees = of.fees ?? 0n
  const disbursementId = await givenProposal(team, { kind: of.kind ?? 'court_bail', principal: own, fees })
  const agreementId =
    family > 0n ? await givenHeldPart(team, { caseCode: await caseOf(disbursementId), amount: family }) : null
  await approveBy(team.approver, disbursementId)
  const { bondId } = await payWith(team.intake, disbursementId, {
    ...{ principal: own, fees },
    ...(agreementId ? { family: { agreementId, amount: cents(family) } } : {}),
    ...(of.exposure === undefined ? {} : { exposure: cents(of.exposure) }),
  })
  if (!bondId) throw new Error('bail has a bond')
  return { bondId, agreementId, disbursementId }
}

type PaidWith = {
  principal: bigint
  fees?: bigint
  family?: { agreementId: string; amount: ReturnType<typeof cents> }
  exposure?: ReturnType<typeof cents>
  method?: PaymentMethod
  from?: PaymentSource
}

export async function payWith(staff: ActingStaff, disbursementId: string, paid: PaidWith) {
  const contentHash = await hashOf(disbursementId)
  const stepUpId = await givenStepUp(staff.id, `pay:${disbursementId}:${contentHash}`)
  return payDisbursement({
    ...{ staff, disbursementId, contentHash, stepUpId, payee: 'Larkspur County Clerk' },
    ...{ method: 'cashiers_check', receiptNumber: `R-${randomUUID().slice(0, 8)}` },
    ...paid,
    ...{ principal: cents(paid.principal), fees: cents(paid.fees ?? 0n) },
  })
}

export const approvePayoutBy = async (staff: ActingStaff, payoutId: string) =>
  approvePayout({ staff, payoutId, stepUpId: await givenStepUp(staff.id, `copay-approve:${payoutId}`) })

export const payPayoutBy = async (staff: ActingStaff, payoutId: string, method: PayoutMethod = 'check') =>
  payOutFamilyPart({
    ...{ staff, payoutId, method, reference: 'Check 2210' },
    stepUpId: await givenStepUp(staff.id, `copay-pay:${payoutId}`),
  })

/** Proposed and paid by intake, approved by the approver. */
export async function givenPaidOut(team: Team, agreementId: string, amount: bigint): Promise<void> {
  const { payoutId } = await proposePayout({ staff: team.intake, agreementId, amount: cents(amount) })
  await approvePayoutBy(team.approver, payoutId)
  await payPayoutBy(team.intake, payoutId)
}
