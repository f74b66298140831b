import { bindsMoney, type PreparationStep } from '#app/domain/bond-preparation/preparation.ts'
import { recordPreparation } from '#app/domain/bond-preparation/record-preparation.server.ts'
import type { BondKind, KnownFrom } from '#app/domain/bonds/bond.ts'
import { cancelDisbursement } from '#app/domain/disbursements/cancel-disbursement.server.ts'
import type { PaymentMethod } from '#app/domain/disbursements/disbursement.ts'
import { payDisbursement } from '#app/domain/disbursements/pay-disbursement.server.ts'
import { proposeDisbursement } from '#app/domain/disbursements/propose-disbursement.server.ts'
import { cents, zero } from '#app/domain/money/cents.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { asOfTime } from '#app/platform/clock.ts'
import { approve, clerk, contentHashOf, seen, venue } from './approved.ts'
import type { DemonstrationStaff } from './people.ts'
import { wasPresent } from './was-present.ts'

const day = 86_400_000

type Step = [to: PreparationStep, daysAgo: number, dollars?: number]
type Prepared = {
  kind: BondKind
  dollars: number
  steps: Step[]
  end?: { posted: number } | { cancelled: number }
}

/** Bonds on their way to being posted, one at each step: unanswered, stayed, refused, signed, wired, back, and two that arrived. */
const bonds: Prepared[] = [
  { kind: 'immigration_bond', dollars: 4_000, steps: [['verification_sent', 6]] },
  {
    ...{ kind: 'immigration_bond', dollars: 2_500 },
    steps: [
      ['verification_sent', 5],
      ['verified', 1],
    ],
  },
  {
    ...{ kind: 'immigration_bond', dollars: 5_000, end: { cancelled: 6 } },
    steps: [
      ['verification_sent', 9],
      ['refused', 7],
    ],
  },
  {
    ...{ kind: 'immigration_bond', dollars: 7_500 },
    steps: [
      ['verification_sent', 10],
      ['stayed', 9],
    ],
  },
  {
    ...{ kind: 'immigration_bond', dollars: 3_000 },
    steps: [
      ['verification_sent', 3],
      ['amount_changed', 2, 3_500],
    ],
  },
  {
    ...{ kind: 'immigration_bond', dollars: 1_500 },
    steps: [
      ['verification_sent', 8],
      ['verified', 6],
      ['contract_signed', 1],
    ],
  },
  {
    ...{ kind: 'immigration_bond', dollars: 1_500 },
    steps: [
      ['verification_sent', 7],
      ['verified', 5],
      ['contract_signed', 2],
      ['wire_sent', 0.2],
    ],
  },
  {
    ...{ kind: 'immigration_bond', dollars: 1_500 },
    steps: [
      ['verification_sent', 9],
      ['verified', 8],
      ['contract_signed', 6],
      ['wire_sent', 5],
      ['wire_returned', 3],
    ],
  },
  {
    ...{ kind: 'immigration_bond', dollars: 1_500, end: { cancelled: 2 } },
    steps: [
      ['verification_sent', 10],
      ['verified', 9],
      ['contract_signed', 7],
      ['wire_sent', 6],
      ['wire_returned', 4],
      ['returned_unposted', 3],
    ],
  },
  {
    ...{ kind: 'immigration_bond', dollars: 1_500, end: { posted: 4 } },
    steps: [
      ['verification_sent', 9],
      ['verified', 7],
      ['contract_signed', 6],
      ['wire_sent', 5],
    ],
  },
  { kind: 'court_bail', dollars: 500, steps: [['cash_out', 3.1]], end: { posted: 3 } },
  {
    ...{ kind: 'court_bail', dollars: 800, end: { cancelled: 4 } },
    steps: [
      ['cash_out', 6],
      ['returned_unposted', 5],
    ],
  },
]

const ways: Record<BondKind, { payee: string; venue: string; knownFrom: KnownFrom; method: PaymentMethod }> =
  {
    court_bail: { payee: clerk, venue, knownFrom: 'own_visit', method: 'cash' },
    immigration_bond: {
      ...{ payee: 'Department of Homeland Security, bond office', venue: 'ICE field office (fictional)' },
      ...{ knownFrom: 'ice_notice', method: 'fedwire' },
    },
  }

/** Dana prepares and posts; Sam approves before anything is signed or sent. */
export async function seedBeforePosting(
  funds: Record<BondKind, string>,
  staff: DemonstrationStaff,
  today: Date,
): Promise<void> {
  const ago = (days: number) => new Date(today.getTime() - days * day)
  for (const bond of bonds) await prepare({ ...bond, fundId: funds[bond.kind] }, staff, ago)
}

async function prepare(
  { fundId, kind, dollars, steps, end }: Prepared & { fundId: string },
  staff: DemonstrationStaff,
  ago: (days: number) => Date,
): Promise<void> {
  const { dana, sam } = staff
  const { payee, venue, knownFrom } = ways[kind]
  const { disbursementId } = await asOfTime(ago((steps[0]?.[1] ?? 0) + 1), () =>
    proposeDisbursement({
      staff: dana,
      proposal: {
        ...{ fundId, kind, purposeCode: kind, payees: [payee], venue, evidenceNote: seen },
        ...{ principalCeiling: cents(dollars * 100), feesCeiling: zero },
      },
    }),
  )
  const firstBound = steps.find(([to]) => bindsMoney(to))
  for (const step of steps) {
    const [to, daysAgo, now] = step
    if (step === firstBound) await approve(sam, disbursementId, ago(daysAgo + 0.3))
    const amount = now === undefined ? null : cents(now * 100)
    await asOfTime(ago(daysAgo), () =>
      recordPreparation({ staff: dana, disbursementId, to, knownFrom, amount }),
    )
  }
  if (!end) return
  if ('posted' in end) return post({ disbursementId, kind, dollars, at: ago(end.posted) }, staff)
  const cancellation = { staff: dana, disbursementId, reason: 'could_not_post' } as const
  await asOfTime(ago(end.cancelled), () => cancelDisbursement(cancellation))
}

async function post(
  {
    disbursementId,
    kind,
    dollars,
    at,
  }: { disbursementId: string; kind: BondKind; dollars: number; at: Date },
  { dana }: DemonstrationStaff,
): Promise<void> {
  const contentHash = await contentHashOf(disbursementId)
  const stepUpId = await wasPresent(dana, boundTo.pay({ id: disbursementId, contentHash }))
  const { payee, method } = ways[kind]
  await asOfTime(at, () =>
    payDisbursement({
      ...{ staff: dana, disbursementId, contentHash, stepUpId, payee, method },
      ...{ principal: cents(dollars * 100), fees: zero, receiptNumber: `R-3${dollars}` },
    }),
  )
}
