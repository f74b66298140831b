/**
 * Divides `total` in proportion to `weights` by largest remainder; ties go to the lower index. The parts add
 * up to `total` exactly.
 * A negative total is divided as its mirror image. Throws RangeError for a negative weight, or when there is
 * something to divide but no weight.
 */
export function allocate(total: bigint, weights: readonly bigint[]): bigint[] {
  if (total < 0n) return allocate(-total, weights).map((part) => -part)

  const whole = weights.reduce((running, weight) => running + asWeight(weight), 0n)
  if (total === 0n) return weights.map(() => 0n)
  if (whole === 0n) throw new RangeError('nothing to divide by: every weight is zero')

  const parts = weights.map((weight) => (total * weight) / whole)
  const missing = total - parts.reduce((running, part) => running + part, 0n)
  const luckiest = weights
    .map((weight, index) => ({ index, remainder: (total * weight) % whole }))
    .sort((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1))
    .slice(0, Number(missing))
  for (const { index } of luckiest) parts[index] = (parts[index] ?? 0n) + 1n
  return parts
}

/**
 * The parts of one more step of a running total (a second refund of the same payment): what the parts of the
 * new running total add to the parts of the old. Dividing each step by itself would let the parts drift from
 * the whole.
 * With three or more weights a part may be one cent of the other sign: the caller posts it reversed.
 */
export function allocateCumulative(step: {
  before: bigint
  amount: bigint
  weights: readonly bigint[]
}): bigint[] {
  const before = allocate(step.before, step.weights)
  return allocate(step.before + step.amount, step.weights).map((part, index) => part - (before[index] ?? 0n))
}

function asWeight(weight: bigint): bigint {
  if (weight < 0n) throw new RangeError(`a weight below zero: ${weight}`)
  return weight
}
