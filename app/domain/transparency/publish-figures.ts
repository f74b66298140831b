import { Refusal } from '#app/domain/refusal.ts'
import { type FigureName, figureNames, lossLines } from './figures.ts'
import { isDerivable } from './is-derivable.ts'
import { type Cell, isLargeEnough, latestCut, type PublicationPolicy } from './publication-policy.ts'

/**
 * The truth at a cut: cumulative, in cents (people, for `people_freed`), and what moved since the figure last
 * changed in public.
 */
export type Measured = { value: bigint; cell: Cell }

/**
 * What the public reads; `asOf` is the cut of the close at which it last changed, in milliseconds since 1970.
 */
export type PublishedFigure = { value: bigint; asOf: number }

export type Publication = {
  /** A figure that was never large enough is null: nothing has been said about it yet. */
  figures: Record<FigureName, PublishedFigure | null>
  /** The figures that changed at this close. None: nothing was published. */
  fresh: FigureName[]
}

/**
 * Computes the public page of a close. A figure whose change is too small to hide in keeps its last value and
 * date, and so does enough of what hangs together with it that it cannot be worked out.
 * Refuses a cut less than the policy's delay before `now`.
 */
export function publishFigures(close: {
  now: number
  cut: number
  measured: Readonly<Record<FigureName, Measured>>
  previous: Readonly<Partial<Record<FigureName, PublishedFigure | null>>>
  policy: PublicationPolicy
}): Publication {
  const { cut, measured, previous, policy } = close
  if (cut > latestCut(close.now, policy)) {
    throw new Refusal('publication_cut_too_recent', { delayDays: policy.delayDays })
  }

  const hidden = hiddenFigures(close)
  const fresh = figureNames.filter((name) => !hidden.has(name))
  return {
    fresh,
    figures: Object.fromEntries(
      figureNames.map((name) => [
        name,
        hidden.has(name)
          ? (previous[name] ?? null)
          : { value: roundFigure(name, measured[name].value, policy), asOf: cut },
      ]),
    ) as Publication['figures'],
  }
}

function hiddenFigures({
  measured,
  previous,
  policy,
}: Parameters<typeof publishFigures>[0]): Set<FigureName> {
  // Where a single bond may be seen, nothing is held back: a figure that stood still is simply still true.
  if (policy.demonstration && policy.k <= 1) return new Set()
  const small = figureNames.filter((name) => !isLargeEnough(measured[name].cell, policy))
  const hidden = new Set<FigureName>(small)
  if (lossLines.some((name) => hidden.has(name))) for (const name of lossLines) hidden.add(name)
  if (policy.demonstration) return hidden

  const sensitive = small.filter((name) => measured[name].cell.events > 0)
  // Where nothing moved there is nobody to protect, and the last value is still the true one: a reader may
  // count on it.
  const unknown = new Set([...hidden].filter((name) => measured[name].cell.events > 0))
  while (exposedAmong(sensitive, unknown).length > 0) {
    const complement = bestComplement(sensitive, hidden, unknown, previous)
    if (!complement) return hidden
    hidden.add(complement)
    unknown.add(complement)
  }
  return hidden
}

const exposedAmong = (sensitive: readonly FigureName[], unknown: ReadonlySet<FigureName>): FigureName[] =>
  sensitive.filter((name) => isDerivable(name, unknown))

/**
 * The figure to hold back besides: the one that leaves least exposed, and among those the one that changed
 * last, so that closes take turns and no figure stands still for years. None when every figure keeps its
 * value already.
 */
function bestComplement(
  sensitive: readonly FigureName[],
  hidden: ReadonlySet<FigureName>,
  unknown: ReadonlySet<FigureName>,
  previous: Parameters<typeof publishFigures>[0]['previous'],
): FigureName | undefined {
  const [best] = figureNames
    .filter((name) => name !== 'people_freed' && !hidden.has(name))
    .map((name) => ({
      name,
      exposed: exposedAmong(sensitive, new Set([...unknown, name])).length,
      asOf: previous[name]?.asOf ?? Number.NEGATIVE_INFINITY,
    }))
    .reverse()
    .sort((a, b) => a.exposed - b.exposed || (a.asOf === b.asOf ? 0 : b.asOf - a.asOf))
  return best?.name
}

/** As the public reads it: money to the policy's step, halves away from zero; people as they are. */
export function roundFigure(
  name: FigureName,
  value: bigint,
  { roundingCents }: Pick<PublicationPolicy, 'roundingCents'>,
): bigint {
  if (name === 'people_freed') return value
  const magnitude = value < 0n ? -value : value
  const rounded = ((magnitude + roundingCents / 2n) / roundingCents) * roundingCents
  return value < 0n ? -rounded : rounded
}
