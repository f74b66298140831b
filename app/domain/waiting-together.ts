import { dueInOrder, type Waiting } from './waiting.ts'

/** More than these of one fund are one thing to do, or they would hide everything else that waits. */
const toldSingly = 3

/** What waits of one kind: by itself, or where a fund has many of it as one row, by the one that the order of what waits has first. */
export function waitTogether(
  items: Waiting[],
  as: (fundId: string) => Pick<Waiting, 'act' | 'to'>,
): Waiting[] {
  const funds = [...new Set(items.map(({ fundId }) => fundId))]
  return funds.flatMap((fundId) => {
    const ofFund = items.filter((item) => item.fundId === fundId)
    if (ofFund.length <= toldSingly) return ofFund
    const [first] = [...ofFund].sort((one, other) => dueInOrder(one) - dueInOrder(other))
    return [
      {
        ...{ ...as(fundId), fundId, caseCode: null },
        amountCents: ofFund.reduce((sum, { amountCents }) => sum + (amountCents ?? 0n), 0n),
        since: first?.since ?? new Date(0),
        dueAt: first?.dueAt ?? null,
      },
    ]
  })
}
