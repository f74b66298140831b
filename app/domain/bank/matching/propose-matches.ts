export type OpenLine = { id: bigint; day: string; amount: bigint; text: string }

export type OpenMovement = {
  sourceKind: string
  sourceId: string
  day: string
  amount: bigint
  /** The number of a check or transfer, where it was recorded. */
  reference: string | null
  /** What was brought to the bank together and is all open still: one line there, however many gifts it holds. */
  deposit: string | null
}

export type ProposedMatch = {
  rule: 'reference' | 'amount_and_day'
  lines: OpenLine[]
  movements: OpenMovement[]
}

/** Money is recorded as it comes or a few days after the bank had it. */
const daysRecordedLater = 5
const daysOfReference = 60

/**
 * What belongs together beyond doubt. First by reference: a line that names a number under which movements of just its
 * amount were recorded, one or all of them together. Then by amount and day, where a line has one movement that fits, or one
 * deposit of several, and that no other line. The order of rows changes nothing; what two could mean is left to a person.
 */
export function proposeMatches(
  lines: OpenLine[],
  movements: OpenMovement[],
  { daysInTransit }: { daysInTransit: number },
): ProposedMatch[] {
  const byReference = matchReferences(lines, movements)
  const taken = new Set<OpenLine | OpenMovement>(
    byReference.flatMap((one) => [...one.lines, ...one.movements]),
  )
  const free = {
    lines: lines.filter((line) => !taken.has(line)),
    movements: movements.filter((movement) => !taken.has(movement)),
  }
  return [...byReference, ...matchAmounts(free.lines, free.movements, daysInTransit)]
}

function matchReferences(lines: OpenLine[], movements: OpenMovement[]): ProposedMatch[] {
  const groups = groupedBy(
    movements.filter(({ reference }) => plain(reference ?? '').length >= shortestReference),
    ({ reference }) => plain(reference ?? ''),
  )
  const offers = lines.flatMap((line): ProposedMatch[] => {
    const fits = [...wordsOf(line.text)].flatMap((word) => {
      const near = (groups.get(word) ?? []).filter(
        ({ day }) => Math.abs(daysFrom(day, line.day)) <= daysOfReference,
      )
      const single = near.filter(({ amount }) => amount === line.amount)
      if (single.length === 1) return [single]
      return near.length > 1 && totalOf(near) === line.amount ? [near] : []
    })
    const [only, ...more] = fits
    return only && more.length === 0 ? [{ rule: 'reference', lines: [line], movements: only }] : []
  })
  // Two lines that both claim a movement: neither is beyond doubt.
  const claims = countBy(offers.flatMap((offer) => offer.movements))
  return offers.filter((offer) => offer.movements.every((movement) => claims.get(movement) === 1))
}

const shortestReference = 4

function matchAmounts(lines: OpenLine[], movements: OpenMovement[], daysInTransit: number): ProposedMatch[] {
  const byAmount = groupedBy([...movements.map((one) => [one]), ...depositsOf(movements)], totalOf)
  const pairs = lines.flatMap((line) =>
    (byAmount.get(line.amount) ?? [])
      .filter((together) => together.every((movement) => isNear(movement, line, daysInTransit)))
      .map((together) => ({ line, together })),
  )
  const ofLine = countBy(pairs.map(({ line }) => line))
  const ofMovement = countBy(pairs.flatMap(({ together }) => together))
  return pairs
    .filter(
      ({ line, together }) =>
        ofLine.get(line) === 1 && together.every((movement) => ofMovement.get(movement) === 1),
    )
    .map(({ line, together }) => ({ rule: 'amount_and_day', lines: [line], movements: together }))
}

const depositsOf = (movements: OpenMovement[]): OpenMovement[][] =>
  [
    ...groupedBy(
      movements.filter(({ deposit }) => deposit !== null),
      ({ deposit }) => deposit,
    ).values(),
  ].filter(({ length }) => length > 1)

/** Whether the line can be the movement's by its day. */
export function isNear(movement: { day: string }, line: { day: string }, daysInTransit: number): boolean {
  const after = daysFrom(movement.day, line.day)
  return after <= daysInTransit && after >= -daysRecordedLater
}

/** Days have no hours: they are counted where none is longer than another. */
export const daysFrom = (first: string, second: string): number =>
  (Date.parse(second) - Date.parse(first)) / 86_400_000

const plain = (reference: string): string => reference.toUpperCase().replace(/[^A-Z0-9]/g, '')

const wordsOf = (text: string): Set<string> =>
  new Set(
    text
      .split(/[\s,;:#/]+/)
      .map(plain)
      .filter((word) => word.length >= shortestReference),
  )

const totalOf = (movements: OpenMovement[]): bigint => movements.reduce((sum, { amount }) => sum + amount, 0n)

function countBy<T>(items: T[]): Map<T, number> {
  const counts = new Map<T, number>()
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1)
  return counts
}

function groupedBy<T, K>(items: T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>()
  for (const item of items) {
    const group = groups.get(keyOf(item))
    if (group) group.push(item)
    else groups.set(keyOf(item), [item])
  }
  return groups
}
