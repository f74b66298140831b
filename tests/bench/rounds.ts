/** How much was done, and in how many seconds. */
export type Run = { units: number; seconds: number }

export type ArmName = 'floor' | 'against' | 'ours'

/**
 * The order of one round. What is measured stands between what it is measured against, so that a machine that warms up
 * or slows down does so for both; every other round the other way round.
 */
export function orderOfRound(round: number, withFloor: boolean): ArmName[] {
  const outwards: ArmName[] = withFloor ? ['ours', 'against', 'floor'] : ['ours', 'against']
  const inwards = [...outwards].reverse()
  return round % 2 === 0 ? [...inwards, ...outwards.slice(1)] : [...outwards, ...inwards.slice(1)]
}

/** Units per second over all runs of one arm in one round. */
export function rateOf(runs: Run[]): number {
  const seconds = runs.reduce((sum, run) => sum + run.seconds, 0)
  if (seconds <= 0) throw new RangeError('a run without time has no rate')
  return runs.reduce((sum, run) => sum + run.units, 0) / seconds
}

/** The middle one; of an even number the mean of the middle two. */
export function median(values: number[]): number {
  if (values.length === 0) throw new RangeError('nothing has no median')
  const sorted = [...values].sort((a, b) => a - b)
  const upper = sorted[Math.floor(sorted.length / 2)] ?? 0
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? 0
  return (upper + lower) / 2
}

export type Round = Record<'against' | 'ours', number> & { floor?: number }

export type Summary = {
  ours: number
  against: number
  floor: number | null
  ratio: number
  range: [number, number]
}

/** Each round is compared with itself; of the ratios the median counts, and their range says how far to trust it. */
export function summarize(rounds: Round[]): Summary {
  const ratios = rounds.map(({ ours, against }) => ours / against)
  const floors = rounds.flatMap(({ floor }) => (floor === undefined ? [] : [floor]))
  return {
    ours: median(rounds.map(({ ours }) => ours)),
    against: median(rounds.map(({ against }) => against)),
    floor: floors.length > 0 ? median(floors) : null,
    ratio: median(ratios),
    range: [Math.min(...ratios), Math.max(...ratios)],
  }
}
