import { dayOf } from '#app/domain/bonds/day-of.ts'
import type { Reading } from '#app/domain/copays/reading.ts'
import { receiveFamilyPart } from '#app/domain/copays/receive-family-part.server.ts'
import { recordOffer } from '#app/domain/copays/record-offer.server.ts'
import { signAgreement } from '#app/domain/copays/sign-agreement.server.ts'
import { payDisbursement } from '#app/domain/disbursements/pay-disbursement.server.ts'
import {
  paySharedBond,
  sharedContentHash,
} from '#app/domain/disbursements/shared-bonds/pay-shared-bond.server.ts'
import { proposeSharedBond } from '#app/domain/disbursements/shared-bonds/propose-shared-bond.server.ts'
import { cents, zero } from '#app/domain/money/cents.ts'
import { addRemittanceLine } from '#app/domain/remittances/add-remittance-line.server.ts'
import { openRemittance } from '#app/domain/remittances/open-remittance.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { asOfTime } from '#app/platform/clock.ts'
import { inTransaction } from '#app/platform/db.ts'
import { approve, clerk, contentHashOf, proposeBail, seen, venue } from './approved.ts'
import type { DemonstrationStaff } from './people.ts'
import { wasPresent } from './was-present.ts'

const hour = 3_600_000
const timezone = 'America/Chicago'

/** Of one bail a family paid a part, which stays theirs; another family's part waits in our bank for its bond: their paper was read to them. */
export async function seedFamilies(fundId: string, staff: DemonstrationStaff, today: Date): Promise<void> {
  const ago = (hours: number) => new Date(today.getTime() - hours * hour)
  const bail = await proposeBail(staff, { fundId, dollars: 900, at: ago(120) })
  const agreementId = await heldPart(staff, { fundId, caseCode: bail.caseCode, dollars: 300, at: ago(116) })
  await approve(staff.sam, bail.disbursementId, ago(110))
  const contentHash = await contentHashOf(bail.disbursementId)
  const bound = boundTo.pay({ id: bail.disbursementId, contentHash })
  const stepUpId = await wasPresent(staff.dana, bound)
  await asOfTime(ago(100), () =>
    payDisbursement({
      ...{ staff: staff.dana, disbursementId: bail.disbursementId, contentHash, stepUpId },
      ...{ principal: cents(900_00n), fees: zero, family: { agreementId, amount: cents(300_00n) } },
      ...{ payee: clerk, method: 'cashiers_check', receiptNumber: 'R-40001' },
    }),
  )

  const waiting = await proposeBail(staff, { fundId, dollars: 700, at: ago(20) })
  const reading: Reading = { language: 'Mam', kind: 'by_phone', interpreter: 'Elena Example' }
  await heldPart(staff, { fundId, caseCode: waiting.caseCode, dollars: 150, at: ago(18), reading })
}

/** Sam saw the paper signed; Dana, who did not, took the money. */
export async function heldPart(
  { dana, sam }: DemonstrationStaff,
  of: { fundId: string; caseCode: string; dollars: number; at: Date; reading?: Reading },
): Promise<string> {
  const { fundId, caseCode, at } = of
  const amount = cents(of.dollars * 100)
  return asOfTime(at, async () => {
    await recordOffer({ staff: dana, fundId, caseCode, answer: 'unable' })
    const { agreementId } = await signAgreement({
      ...{ staff: sam, fundId, caseCode, amount, timezone, language: 'es', signer: 'Sage Example' },
      ...{ paperNumber: `P-${caseCode}`, signedOn: dayOf(at, timezone), reading: of.reading ?? null },
    })
    await receiveFamilyPart({ staff: dana, agreementId, amount, method: 'check', reference: `C-${caseCode}` })
    return agreementId
  })
}

/** One bond that two funds posted together, each its own part. */
export async function seedSharedBond(
  fundIds: string[],
  staff: DemonstrationStaff,
  today: Date,
): Promise<void> {
  const ago = (hours: number) => new Date(today.getTime() - hours * hour)
  const parts = [900, 300].map((dollars, place) => ({
    fundId: fundIds[place] ?? '',
    principalCeiling: cents(dollars * 100),
    feesCeiling: zero,
  }))
  const shared = await asOfTime(ago(80), () =>
    proposeSharedBond({
      staff: staff.dana,
      proposal: { kind: 'court_bail', payees: [clerk], venue, evidenceNote: seen, parts },
    }),
  )
  const hashes = []
  for (const id of shared.disbursementIds) {
    await approve(staff.sam, id, ago(76))
    hashes.push({ contentHash: await contentHashOf(id) })
  }
  const { sharedBondId } = shared
  const contentHash = sharedContentHash(hashes)
  const bound = boundTo.paySharedBond({ id: sharedBondId, contentHash })
  const stepUpId = await wasPresent(staff.dana, bound)
  await asOfTime(ago(70), () =>
    paySharedBond({
      ...{ staff: staff.dana, sharedBondId, contentHash, stepUpId },
      ...{ principal: cents(1_200_00n), fees: zero, payee: clerk },
      ...{ method: 'cashiers_check', receiptNumber: 'R-40002' },
    }),
  )
}

/** One check from the court for several bonds: half of it is placed, and someone else closes it. */
export async function seedRemittance(
  fundId: string,
  { dana }: DemonstrationStaff,
  today: Date,
): Promise<void> {
  const due = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.bond.findMany({
      where: { fundId, kind: 'court_bail', state: { in: ['refund_due', 'claimed'] } },
      orderBy: { postedAt: 'asc' },
      take: 2,
    }),
  )
  const [first] = due
  if (!first) return
  const total = due.reduce((sum, { principalCents }) => sum + principalCents, 0n)
  const { remittanceId } = await openRemittance({
    staff: dana,
    remittance: {
      ...{ payer: 'court', payerName: clerk, reference: 'WARRANT 77', total: cents(total) },
      ...{ receivedOn: dayOf(today, timezone), fundIds: [fundId] },
    },
  })
  const line = {
    bond: first.receiptNumber,
    received: cents(first.principalCents),
    deductions: [],
    interest: zero,
  }
  await addRemittanceLine({ staff: dana, remittanceId, line })
}
