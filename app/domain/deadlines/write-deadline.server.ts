import { dayOf } from '#app/domain/bonds/day-of.ts'
import type { LockedBond } from '#app/domain/bonds/lock-bond.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import type { Tx } from '#app/platform/db.ts'
import { type DeadlineKind, type DeadlinePaper, deadlinesOf, paperFits } from './deadline.ts'

export type WrittenDeadline = {
  kind: DeadlineKind
  paper: DeadlinePaper
  /** The paper's own day, and the last one that it names: `2026-11-21`. */
  paperOn: string
  lastDay: string
}

/** Writes down the last day that a paper names. The paper says it; nothing is reckoned. */
export async function writeDeadline(
  tx: Tx,
  bond: LockedBond,
  written: WrittenDeadline & { by: string; at: Date; timezone: string },
): Promise<void> {
  const { kind, paper, paperOn, lastDay, by, at, timezone } = written
  if (!deadlinesOf(bond.kind).includes(kind)) throw new Refusal('deadline_fits_the_bond', {}, 'kind')
  if (!paperFits(kind, paper)) throw new Refusal('deadline_is_on_such_a_paper', {}, 'paper')
  if (paperOn < dayOf(bond.postedAt, timezone) || paperOn > dayOf(at, timezone)) {
    throw new Refusal('paper_is_from_the_bonds_time', {}, 'paperOn')
  }
  if (lastDay < paperOn || lastDay > latest(paperOn))
    throw new Refusal('deadline_follows_its_paper', {}, 'lastDay')
  const same = await tx.bondDeadline.count({
    where: { bondId: bond.id, kind, lastDay: new Date(lastDay), end: null },
  })
  if (same > 0) throw new Refusal('deadline_is_written_once', {}, 'lastDay')
  await tx.bondDeadline.create({
    data: {
      bondId: bond.id,
      kind,
      paper,
      paperOn: new Date(paperOn),
      lastDay: new Date(lastDay),
      recordedBy: by,
      occurredAt: at,
    },
  })
}

const daysAtMost = 1830

/** Five years after the paper: what is typed beyond that is a slip of the hand. */
const latest = (paperOn: string): string =>
  new Date(new Date(paperOn).getTime() + daysAtMost * 86_400_000).toISOString().slice(0, 10)
