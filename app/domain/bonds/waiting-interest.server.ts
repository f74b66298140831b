import type { Waiting, WaitingFor } from '#app/domain/waiting.ts'
import { waitTogether } from '#app/domain/waiting-together.ts'
import type { Tx } from '#app/platform/db.ts'
import { whyNot } from './acts.ts'
import { interestToClaim } from './reads/interest-to-claim.server.ts'

/** Nobody sets a last day for it; a month without word is when DHS is asked. */
const daysToAsk = 30

/**
 * Interest that a breach left, to be claimed, and claims of it that were sent, to be asked about. It comes to nobody who does not
 * claim it. A bond that funds share waits once, for those who follow it in each of them.
 */
export async function waitingInterest(tx: Tx, { personIn }: WaitingFor): Promise<Waiting[]> {
  const found = await interestToClaim(tx)
  const theirs = found.filter(({ parts }) =>
    parts.every((part) => !whyNot('move', part, personIn(part.fundId))),
  )
  const slugs = new Map(theirs.map(({ parts: [{ fundId, slug }] }) => [fundId, slug]))
  return waitTogether(
    theirs.map(({ parts: [{ id, fundId, caseCode, since }], next, atMostCents }) => ({
      ...{ act: next, to: `/admin/bonds/${id}`, fundId, caseCode, amountCents: atMostCents, since },
      dueAt: new Date(since.getTime() + daysToAsk * 86_400_000),
    })),
    (fundId) => ({ act: 'claim_interest_of_many', to: `/admin/recovery?fund=${slugs.get(fundId) ?? ''}` }),
  )
}
