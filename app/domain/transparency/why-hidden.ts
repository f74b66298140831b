import { type FigureName, lossLines } from './figures.ts'
import { type Cell, isLargeEnough, type PublicationPolicy } from './publication-policy.ts'
import type { Publication } from './publish-figures.ts'

/** Why a figure does or does not change in public at a close. */
export type FigureReason =
  | 'changes'
  | 'newer_date'
  | 'nothing_moved'
  | 'too_few'
  | 'one_bond_too_large'
  | 'one_line'
  | 'held_back'

export function reasonFor(
  name: FigureName,
  cell: Cell,
  { fresh, figures }: Publication,
  shownNow: { value: bigint } | null | undefined,
  policy: PublicationPolicy,
): FigureReason {
  if (fresh.includes(name)) return figures[name]?.value === shownNow?.value ? 'newer_date' : 'changes'
  if (cell.events === 0) return 'nothing_moved'
  if (cell.events < policy.k) return 'too_few'
  if (!isLargeEnough(cell, policy)) return 'one_bond_too_large'
  // Large enough by itself, but another one could be worked out from it.
  return lossLines.some((line) => line === name) ? 'one_line' : 'held_back'
}
