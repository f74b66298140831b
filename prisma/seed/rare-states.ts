import type { BondKind, BondState, KnownFrom } from '#app/domain/bonds/bond.ts'
import { moveBond } from '#app/domain/bonds/move-bond.server.ts'
import { recordDisposition } from '#app/domain/bonds/record-disposition.server.ts'
import { recordForfeiture } from '#app/domain/bonds/record-forfeiture.server.ts'
import { recordRecovery } from '#app/domain/bonds/record-recovery.server.ts'
import { recordRelease } from '#app/domain/bonds/record-release.server.ts'
import { reinstateBond } from '#app/domain/bonds/reinstate-bond.server.ts'
import { writeOff } from '#app/domain/bonds/write-off.server.ts'
import { cents, zero } from '#app/domain/money/cents.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { type Act, notice, type Plan, paidOf, payOut } from './bonds.ts'
import { caseEnded } from './case-ended.ts'
import type { Chance } from './chance.ts'
import type { DemonstrationStaff } from './people.ts'
import { wasPresent } from './was-present.ts'

const day = 86_400_000
const dollars = 300

/** What a fund sees once in many years: each ends in a state of its own, so that every one of them can be looked at. */
const ways: { kind: BondKind; weeksAgo: number; way: BondState[] }[] = [
  { kind: 'court_bail', weeksAgo: 6, way: ['missed_court', 'forfeiture_noticed'] },
  { kind: 'court_bail', weeksAgo: 8, way: ['refund_due'] },
  { kind: 'court_bail', weeksAgo: 8.5, way: ['refund_due'] },
  { kind: 'court_bail', weeksAgo: 9, way: ['revoked'] },
  { kind: 'court_bail', weeksAgo: 10, way: ['surrendered'] },
  { kind: 'court_bail', weeksAgo: 15, way: ['missed_court', 'forfeiture_noticed', 'forfeited'] },
  { kind: 'court_bail', weeksAgo: 20, way: ['refund_due', 'held_by_depositor'] },
  { kind: 'court_bail', weeksAgo: 22, way: ['refund_due', 'stale'] },
  { kind: 'court_bail', weeksAgo: 7, way: ['missed_court', 'active'] },
  { kind: 'court_bail', weeksAgo: 12, way: ['missed_court', 'forfeiture_noticed', 'active'] },
  { kind: 'court_bail', weeksAgo: 26, way: ['refund_due', 'stale', 'written_off'] },
  { kind: 'immigration_bond', weeksAgo: 7, way: ['delivery_demand', 'breach_noticed'] },
  { kind: 'immigration_bond', weeksAgo: 9, way: ['delivery_demand', 'breach_noticed', 'appealed'] },
  { kind: 'immigration_bond', weeksAgo: 12, way: ['delivery_demand', 'breach_noticed', 'breached'] },
  {
    kind: 'immigration_bond',
    weeksAgo: 14,
    way: ['delivery_demand', 'breach_noticed', 'breached', 'rescinded'],
  },
  { kind: 'immigration_bond', weeksAgo: 13, way: ['case_ended'] },
  { kind: 'immigration_bond', weeksAgo: 16, way: ['case_ended', 'cancellation_requested'] },
  { kind: 'immigration_bond', weeksAgo: 18, way: ['case_ended', 'cancellation_requested', 'cancelled'] },
  { kind: 'immigration_bond', weeksAgo: 5, way: ['posted_not_released'] },
  {
    kind: 'immigration_bond',
    weeksAgo: 17,
    way: ['delivery_demand', 'breach_noticed', 'breached', 'interest_claimed'],
  },
  {
    kind: 'immigration_bond',
    weeksAgo: 19,
    way: ['delivery_demand', 'breach_noticed', 'breached', 'rescinded', 'active'],
  },
  { kind: 'immigration_bond', weeksAgo: 23, way: ['refund_due', 'stale'] },
  { kind: 'immigration_bond', weeksAgo: 28, way: ['refund_due', 'stale', 'written_off', 'recovered'] },
]

/** Their lives as acts in time, posted so many weeks ago and moved on by a step every four days. */
export function rareStates(of: {
  funds: { id: string; slug: string }[]
  today: Date
  staff: DemonstrationStaff
  chance: Chance
}): Act[] {
  const fund = (slug: string): string => of.funds.find((one) => one.slug === slug)?.id ?? ''
  return ways.flatMap(({ kind, weeksAgo, way }) => {
    const plan: Plan = {
      fundId: fund(kind === 'court_bail' ? 'community-bail' : 'immigration-bonds'),
      ...{ kind, purposeCode: kind, principal: dollars, fees: 0, fate: { end: 'out' } },
      at: new Date(of.today.getTime() - weeksAgo * 7 * day),
    }
    return lifeAlong({ ...plan, kind }, way, of)
  })
}

function lifeAlong(
  plan: Plan & { kind: BondKind },
  way: BondState[],
  { staff, chance }: { staff: DemonstrationStaff; chance: Chance },
): Act[] {
  const posted = new Date(plan.at.getTime() + day)
  const { fundId } = plan
  const paid = paidOf(plan, chance)
  let bondId = ''
  const begin: Act = {
    fundId,
    at: posted,
    run: async () => {
      bondId = (await payOut(plan, staff, posted, paid)) ?? ''
    },
  }
  const isOut = way[0] !== 'posted_not_released'
  const steps = (isOut ? (['released', ...way] as BondState[]) : way).map((to, index, all): Act => {
    const at = new Date(posted.getTime() + (index * 4 + 1) * day)
    const move = { from: all[index - 1] ?? 'posted', to, kind: plan.kind }
    const { sam, kit } = staff
    return { fundId, at, run: () => step({ staff: sam, bondId, occurredAt: at }, move, { kit, way }) }
  })
  return [begin, ...steps]
}

type On = { staff: DemonstrationStaff['sam']; bondId: string; occurredAt: Date }
type Move = { from: BondState; to: BondState; kind: BondKind }

/** The longer its way, the sadder its end. */
const ends = ['relief', 'departure', 're_detention', 'death'] as const

const endOf = async (
  on: On,
  kind: BondKind,
  { kit, way }: { kit: DemonstrationStaff['kit']; way: BondState[] },
) => (kind === 'court_bail' ? {} : caseEnded(on, { kit }, ends[way.length - 1] ?? 'order'))

/** Each by the act that records it: most move nothing but the bond, some book money or a loss. */
async function step(
  on: On,
  { from, to, kind }: Move,
  { kit, way }: { kit: DemonstrationStaff['kit']; way: BondState[] },
): Promise<void> {
  const knownFrom: KnownFrom = kind === 'court_bail' ? 'court_notice' : 'ice_notice'
  const { bondId } = on
  const lost = cents(dollars * 100)
  const proof = (bound: string) => wasPresent(on.staff, bound)
  switch (to) {
    case 'released':
      return recordRelease({ ...on, outcome: 'released', knownFrom: 'jail' })
    case 'posted_not_released':
      return recordRelease({ ...on, outcome: 'not_released', knownFrom: 'jail' })
    case 'refund_due':
      return recordDisposition({ ...on, knownFrom, ...(await endOf(on, kind, { kit, way })) })
    case 'case_ended':
      return moveBond({ ...on, to, knownFrom, ...(await endOf(on, kind, { kit, way })) })
    case 'forfeited':
    case 'breached': {
      const stepUpId = await proof(boundTo.forfeiture({ bondId, lost }))
      return void (await recordForfeiture({ ...on, knownFrom, stepUpId }))
    }
    case 'written_off': {
      const stepUpId = await proof(boundTo.writeOff({ bondId, lost }))
      return void (await writeOff({ ...on, knownFrom, stepUpId }))
    }
    // A part of it: with the whole the bond would be closed.
    case 'recovered': {
      const figures = { received: cents(lost / 2n), interest: zero }
      const stepUpId = await proof(boundTo.bondRecovery({ bondId, ...figures }))
      return void (await recordRecovery({ ...on, ...figures, reference: 'WARRANT 31', stepUpId }))
    }
  }
  if (from === 'rescinded' && to === 'active') {
    const stepUpId = await proof(boundTo.reinstatement({ bondId, lost }))
    return reinstateBond({ ...on, knownFrom, stepUpId })
  }
  return moveBond({ ...on, ...notice({ to, knownFrom }, on.occurredAt) })
}
