import type { BondState } from '#app/domain/bonds/bond.ts'
import { dayOf } from '#app/domain/bonds/day-of.ts'
import { moveBond } from '#app/domain/bonds/move-bond.server.ts'
import { recordChase } from '#app/domain/bonds/record-chase.server.ts'
import { recordDisposition } from '#app/domain/bonds/record-disposition.server.ts'
import { recordForfeiture } from '#app/domain/bonds/record-forfeiture.server.ts'
import { recordRecovery } from '#app/domain/bonds/record-recovery.server.ts'
import { recordRelease } from '#app/domain/bonds/record-release.server.ts'
import { recordReturn } from '#app/domain/bonds/record-return.server.ts'
import { writeOff } from '#app/domain/bonds/write-off.server.ts'
import { noticeOf } from '#app/domain/deadlines/deadline.ts'
import { approveDisbursement } from '#app/domain/disbursements/approve-disbursement.server.ts'
import type { DisbursementKind, PaymentMethod } from '#app/domain/disbursements/disbursement.ts'
import { payDisbursement } from '#app/domain/disbursements/pay-disbursement.server.ts'
import { proposeDisbursement } from '#app/domain/disbursements/propose-disbursement.server.ts'
import { type Cents, cents, zero } from '#app/domain/money/cents.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { inTransaction } from '#app/platform/db.ts'
import { caseEnded } from './case-ended.ts'
import type { Chance } from './chance.ts'
import type { DemonstrationStaff, Person } from './people.ts'
import { wasPresent } from './was-present.ts'

const hour = 3_600_000
const day = 24 * hour

/** What becomes of a bond, and how many weeks after posting. */
export type Fate =
  | { end: 'returned'; weeks: number; kept: number; parts: 1 | 2 }
  | { end: 'due'; weeks: number; claimed: boolean }
  | { end: 'out' }
  | { end: 'not_released' }
  | { end: 'missed' }
  | { end: 'lost'; weeks: number }
  | { end: 'written_off'; weeks: number }

export type Plan = {
  fundId: string
  kind: DisbursementKind
  purposeCode: string
  /** Dollars. */
  principal: number
  fees: number
  at: Date
  fate: Fate
}

/** Those of one fund happen one after another; different funds have nothing to do with each other. */
export type Act = { fundId: string; at: Date; run(): Promise<void> }

/**
 * One disbursement's life as acts in time. Dana proposes and pays, Sam (and Kit above the threshold) approves, Sam
 * records what comes back: neighbours always differ.
 */
export function lifeOf(plan: Plan, staff: DemonstrationStaff, chance: Chance): Act[] {
  const posted = new Date(plan.at.getTime() + 30 * hour)
  const { fundId } = plan
  const paid = paidOf(plan, chance)
  let bondId: string | null = null
  const begin: Act = {
    fundId,
    at: posted,
    run: async () => {
      bondId = await payOut(plan, staff, posted, paid)
    },
  }
  const onBond = (
    after: number,
    act: (on: { staff: Person; bondId: string; occurredAt: Date }) => Promise<unknown>,
  ): Act => {
    const at = new Date(posted.getTime() + after)
    return {
      fundId,
      at,
      run: async () => void (bondId && (await act({ staff: staff.sam, bondId, occurredAt: at }))),
    }
  }
  const { kind } = plan
  return [begin, ...(kind === 'support' ? [] : actsOf({ ...plan, kind }, onBond, staff))]
}

type OnBond = (
  after: number,
  act: (on: { staff: Person; bondId: string; occurredAt: Date }) => Promise<unknown>,
) => Act

/** A missed court date, and what follows when it cannot be mended. */
const trouble = {
  court_bail: {
    first: { to: 'missed_court', knownFrom: 'court_notice' },
    next: { to: 'forfeiture_noticed', knownFrom: 'court_notice' },
  },
  immigration_bond: {
    first: { to: 'delivery_demand', knownFrom: 'ice_notice' },
    next: { to: 'breach_noticed', knownFrom: 'ice_notice' },
  },
} as const

/** A paper is a day older than its entry, and gives a month. */
export function notice<To extends { to: BondState }>(move: To, at: Date) {
  const on = (days: number) => dayOf(new Date(at.getTime() + days * day), 'UTC')
  return noticeOf(move.to) ? { ...move, paperOn: on(-1), lastDay: on(30) } : move
}

const usualEnds = ['relief', 'order', 'departure'] as const

function actsOf(
  { fate, kind, principal }: Plan & { kind: keyof typeof trouble },
  onBond: OnBond,
  staff: DemonstrationStaff,
): Act[] {
  const week = 7 * day
  const released = onBond(20 * hour, (on) => recordRelease({ ...on, outcome: 'released', knownFrom: 'jail' }))
  const over = (weeks: number) =>
    onBond(weeks * week, async (on) => {
      if (kind === 'court_bail') return recordDisposition({ ...on, knownFrom: 'court_docket' })
      const said = await caseEnded(on, staff, usualEnds[Math.round(principal / 100) % 3] ?? 'order')
      return recordDisposition({ ...on, ...said, knownFrom: 'ice_notice' })
    })
  const back = (weeks: number, share: number, kept: number, reference: string) =>
    onBond(weeks * week + 20 * day, async (on) => {
      const received = cents(Math.round(principal * 100 * share) - kept * 100)
      const interest = cents(kind === 'immigration_bond' ? Math.round(principal * 100 * 0.012) : 0)
      const figures = { bondId: on.bondId, received, interest, kept: cents(kept * 100) }
      await recordReturn({
        ...{ ...on, received, interest, reference },
        deductions: kept > 0 ? [{ reason: 'court_costs', amount: cents(kept * 100) }] : [],
        stepUpId: await wasPresent(on.staff, boundTo.bondReturn(figures)),
      })
    })

  const claimed = (weeks: number) =>
    onBond(weeks * week + 6 * day, (on) =>
      recordChase({
        ...on,
        kind: 'claim_filed',
        drawnTo: kind === 'court_bail' ? 'depositor' : 'obligor',
        note: 'by_letter',
        dueOn: dayOf(new Date(on.occurredAt.getTime() + 6 * week), 'UTC'),
        lastDay: dayOf(new Date(on.occurredAt.getTime() + 52 * week), 'UTC'),
      }),
    )
  const found = (weeks: number, share: number, reference: string) =>
    onBond(weeks * week, async (on) => {
      const figures = { received: cents(Math.round(principal * 100 * share)), interest: zero }
      const bound = boundTo.bondRecovery({ bondId: on.bondId, ...figures })
      await recordRecovery({ ...on, ...figures, reference, stepUpId: await wasPresent(on.staff, bound) })
    })

  switch (fate.end) {
    case 'returned':
      return fate.parts === 1
        ? [released, over(fate.weeks), back(fate.weeks, 1, fate.kept, 'WARRANT 1')]
        : [
            released,
            over(fate.weeks),
            back(fate.weeks, 0.5, 0, 'WARRANT 1'),
            back(fate.weeks + 2, 0.5, fate.kept, 'WARRANT 2'),
          ]
    case 'due':
      return [released, over(fate.weeks), ...(fate.claimed ? [claimed(fate.weeks)] : [])]
    case 'not_released':
      return [onBond(20 * hour, (on) => recordRelease({ ...on, outcome: 'not_released', knownFrom: 'jail' }))]
    case 'missed':
      return [
        released,
        onBond(5 * week, (on) => moveBond({ ...on, ...notice(trouble[kind].first, on.occurredAt) })),
      ]
    case 'lost':
      return [
        released,
        onBond(fate.weeks * week - 5 * day, (on) =>
          moveBond({ ...on, ...notice(trouble[kind].first, on.occurredAt) }),
        ),
        onBond(fate.weeks * week - 2 * day, (on) =>
          moveBond({ ...on, ...notice(trouble[kind].next, on.occurredAt) }),
        ),
        onBond((fate.weeks + 4) * week, async (on) => {
          const bound = boundTo.forfeiture({ bondId: on.bondId, lost: cents(principal * 100) })
          const stepUpId = await wasPresent(on.staff, bound)
          await recordForfeiture({ ...on, knownFrom: trouble[kind].next.knownFrom, stepUpId })
        }),
        // The court thinks again and remits a part; DHS does not.
        ...(kind === 'court_bail' ? [found(fate.weeks + 12, 0.4, 'REMISSION 1')] : []),
      ]
    case 'written_off':
      return [
        released,
        over(fate.weeks),
        onBond((fate.weeks + 6) * week, (on) => moveBond({ ...on, to: 'stale', knownFrom: 'court_docket' })),
        onBond((fate.weeks + 10) * week, async (on) => {
          const bound = boundTo.writeOff({ bondId: on.bondId, lost: cents(principal * 100) })
          await writeOff({ ...on, knownFrom: 'court_docket', stepUpId: await wasPresent(on.staff, bound) })
        }),
        found(fate.weeks + 18, 0.6, 'WARRANT 9'),
      ]
    default:
      return [released]
  }
}

/** What chance decides at the window; drawn with the plan, so that the story is the same in whatever order it is told. */
type Paid = { fees: Cents; method: PaymentMethod; receiptNumber: string }

export function paidOf({ kind, fees }: Plan, chance: Chance): Paid {
  const less = fees > 10 ? chance.whole(0, 5) : 0
  return {
    // The clerk often takes a little less than the ceiling; the rest is freed.
    fees: cents(Math.max(0, fees - less) * 100),
    method:
      kind === 'immigration_bond'
        ? 'fedwire'
        : kind === 'support'
          ? 'transfer'
          : chance.of(['cashiers_check', 'money_order', 'cash']),
    receiptNumber: `R-${chance.whole(10_000, 99_999)}`,
  }
}

/** Proposed one morning, approved in the afternoon, paid the next day. Answers the bond, where there is one. */
export async function payOut(
  plan: Plan,
  staff: DemonstrationStaff,
  posted: Date,
  paid: Paid,
): Promise<string | null> {
  const proposed = await propose(plan, staff.dana, plan.at)
  const approvedAt = new Date(plan.at.getTime() + 5 * hour)
  const approvers = plan.principal + plan.fees >= 10_000 ? [staff.sam, staff.kit] : [staff.sam]
  for (const approver of approvers) {
    await approveDisbursement({
      ...proposed,
      staff: approver,
      stepUpId: await wasPresent(approver, `approve:${proposed.disbursementId}:${proposed.contentHash}`),
      occurredAt: approvedAt,
    })
  }
  const { bondId } = await payDisbursement({
    ...proposed,
    staff: staff.dana,
    stepUpId: await wasPresent(staff.dana, `pay:${proposed.disbursementId}:${proposed.contentHash}`),
    principal: cents(plan.principal * 100),
    payee: payeeOf[plan.kind],
    ...paid,
    occurredAt: posted,
  })
  return bondId
}

const payeeOf = {
  court_bail: 'Clerk of the Larkspur County Court',
  immigration_bond: 'Department of Homeland Security, bond office',
  support: 'Larkspur Ride Service',
} as const

/** Proposes and stops there, as something that waits for a decision. */
export async function propose(
  plan: Plan,
  by: Person,
  at: Date,
): Promise<{ disbursementId: string; contentHash: string }> {
  const { disbursementId } = await proposeDisbursement({
    staff: by,
    occurredAt: at,
    proposal: {
      fundId: plan.fundId,
      kind: plan.kind,
      purposeCode: plan.purposeCode,
      principalCeiling: cents(plan.principal * 100),
      feesCeiling: cents(plan.fees * 100),
      payees: [payeeOf[plan.kind]],
      venue: plan.kind === 'support' ? 'Larkspur' : 'Larkspur County (fictional)',
      evidenceNote: 'Demonstration: the order and the booking sheet were seen.',
    },
  })
  const { contentHash } = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.disbursement.findUniqueOrThrow({ where: { id: disbursementId }, select: { contentHash: true } }),
  )
  return { disbursementId, contentHash }
}
