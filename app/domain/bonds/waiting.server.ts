import type { Waiting, WaitingFor } from '#app/domain/waiting.ts'
import { waitTogether } from '#app/domain/waiting-together.ts'
import type { Tx } from '#app/platform/db.ts'
import { type BondAct, whyNot } from './acts.ts'
import type { BondState } from './bond.ts'
import { askBy } from './chase.ts'
import { type StandingBond, standingBonds } from './reads/standing-bonds.server.ts'

const day = 86_400_000

/** Nobody is hurried by a court or by ICE; a month without word is when they are asked, where no other day was noted. */
const daysToGoOn = 30

/** Until then the books say that the money is gone. */
const daysToReinstate = 2

/** What a bond waits for once its case is over, and no money is due yet. */
const goesOn = {
  case_ended: 'ask_for_cancellation',
  cancellation_requested: 'ask_for_i391',
  cancelled: 'record_cancelled',
  revoked: 'say_case_over',
  surrendered: 'say_case_over',
} as const satisfies Partial<Record<BondState, string>>
const goingOn = Object.keys(goesOn) as (keyof typeof goesOn)[]

/**
 * Bonds whose release, whose next step after the case, or whose money back this person may record now; one that funds share
 * once, for those who may in each of them. Whoever is not out within a day is asked after.
 */
export async function waitingBonds(tx: Tx, { personIn }: WaitingFor): Promise<Waiting[]> {
  const slugs = new Map<string, string>()
  const waiting = async (act: BondAct, states: BondState[], as: (bond: StandingBond) => Told) => {
    const bonds = await standingBonds(tx, states)
    return bonds
      .filter((parts) => parts.every((part) => !whyNot(act, part, personIn(part.fundId))))
      .map((parts): Waiting => {
        const [{ id, fundId, slug, caseCode, since }] = parts
        slugs.set(fundId, slug)
        const amountCents = parts.reduce((sum, { principalCents }) => sum + principalCents, 0n)
        return { to: `/admin/bonds/${id}`, fundId, caseCode, amountCents, since, ...as(parts[0]) }
      })
  }
  const inFund = (path: string) => (fundId: string) => `${path}fund=${slugs.get(fundId) ?? ''}`

  const releases = await waiting('release', ['posted'], ({ postedAt }) => ({
    act: 'record_release',
    dueAt: new Date(postedAt.getTime() + day),
  }))
  const steps = await waiting('disposition', goingOn, (bond) => ({
    act: goesOn[bond.state as keyof typeof goesOn],
    dueAt: askBy(bond, daysToGoOn),
  }))
  // The breach is booked as lost until someone records that the deposit stands again.
  const reinstatements = await waiting('reinstatement', ['rescinded'], ({ since }) => ({
    act: 'reinstate',
    dueAt: new Date(since.getTime() + daysToReinstate * day),
  }))
  const returns = await waiting('return', ['refund_due', 'claimed'], () => ({
    act: 'record_return',
    dueAt: null,
  }))
  const isOfCourt = ({ act }: Waiting) => act === 'say_case_over'
  return [
    ...releases,
    ...reinstatements,
    ...together(steps.filter(isOfCourt), 'say_cases_over', inFund('/admin/bonds?state=trouble&')),
    ...together(
      steps.filter((step) => !isOfCourt(step)),
      'ask_for_cancellations',
      inFund('/admin/bonds?state=out&'),
    ),
    ...together(returns, 'record_many_returns', inFund('/admin/recovery?')),
  ]
}

type Told = Pick<Waiting, 'act' | 'dueAt'>

const together = (items: Waiting[], act: string, to: (fundId: string) => string): Waiting[] =>
  waitTogether(items, (fundId) => ({ act, to: to(fundId) }))
