import { type FigureName, identities } from './figures.ts'

/**
 * Whether a reader could work out `target` although it is not shown, from the figures that are and from how
 * they hang together. `unknown` holds every figure that the reader does not know, `target` among them.
 */
export function isDerivable(target: FigureName, unknown: ReadonlySet<FigureName>): boolean {
  let equations = identities.map((identity) => ({ ...identity }))
  for (const name of unknown) {
    if (name !== target) equations = eliminate(name, equations)
  }
  return equations.some((equation) => (equation[target] ?? 0n) !== 0n)
}

type Equation = Partial<Record<FigureName, bigint>>

/**
 * Solves one equation for the unknown and puts it into the others: what is left says nothing about it any
 * more.
 */
function eliminate(name: FigureName, equations: Equation[]): Equation[] {
  const pivot = equations.find((equation) => (equation[name] ?? 0n) !== 0n)
  if (!pivot) return equations
  return equations.filter((equation) => equation !== pivot).map((equation) => without(name, equation, pivot))
}

function without(name: FigureName, equation: Equation, pivot: Equation): Equation {
  const factor = equation[name] ?? 0n
  if (factor === 0n) return equation
  const scale = pivot[name] ?? 0n
  const names = new Set([...Object.keys(equation), ...Object.keys(pivot)] as FigureName[])
  return Object.fromEntries(
    [...names].map((each) => [each, (equation[each] ?? 0n) * scale - (pivot[each] ?? 0n) * factor]),
  )
}
