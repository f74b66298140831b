import type { Waiting, WaitingFor } from '#app/domain/waiting.ts'
import { waitTogether } from '#app/domain/waiting-together.ts'
import type { Tx } from '#app/platform/db.ts'
import { whyNot } from './acts.ts'
import type { BondState } from './bond.ts'
import { askBy } from './chase.ts'
import { type StandingBond, standingBonds } from './reads/standing-bonds.server.ts'

/** What is asked of a bond in trouble that no last day waits for, and within how many days. DHS takes months over an appeal. */
const asked = {
  forfeiture_noticed: { act: 'say_after_forfeiture_notice', days: 7 },
  delivery_demand: { act: 'say_after_demand', days: 7 },
  breach_noticed: { act: 'say_after_breach_notice', days: 7 },
  appealed: { act: 'ask_about_appeal', days: 30 },
} as const satisfies Partial<Record<BondState, { act: string; days: number }>>
const inTrouble = Object.keys(asked) as (keyof typeof asked)[]

/**
 * Notices whose last day was met or missed, and appeals: that a day is over moves no bond, and until somebody says what came of
 * it the books count on a deposit that may be lost. A bond that funds share waits once, for those who follow it in each of them.
 */
export async function waitingNotices(tx: Tx, { personIn }: WaitingFor): Promise<Waiting[]> {
  const found = await standingBonds(tx, inTrouble)
  const theirs = found.filter((parts) => parts.every((part) => !whyNot('move', part, personIn(part.fundId))))
  const deadlines = await tx.bondDeadline.findMany({
    where: { bondId: { in: theirs.flatMap(idsOf) } },
    select: { bondId: true, end: { select: { occurredAt: true } } },
  })
  const items = theirs.flatMap((parts): Waiting[] => {
    const [{ id, fundId, caseCode, state, since: moved, askedAt, askAgainAt }] = parts
    const ids = idsOf(parts)
    const ends = deadlines.filter(({ bondId }) => ids.includes(bondId)).map(({ end }) => end)
    if (ends.includes(null)) return []
    const since = new Date(Math.max(...[moved, ...ends.map((end) => end?.occurredAt ?? moved)].map(Number)))
    const { act, days } = asked[state as keyof typeof asked]
    return [
      {
        ...{ act, to: `/admin/bonds/${id}`, fundId, caseCode, since },
        amountCents: parts.reduce((sum, { principalCents }) => sum + principalCents, 0n),
        dueAt: askBy({ since, askedAt, askAgainAt }, days),
      },
    ]
  })
  // Of many the one that has stood longest is opened: their states are of several lists.
  return waitTogether(items, (fundId) => ({
    act: 'say_after_many_notices',
    to: items.find((item) => item.fundId === fundId)?.to ?? '/admin/bonds?state=trouble',
  }))
}

const idsOf = (parts: readonly StandingBond[]): string[] => parts.map(({ id }) => id)
