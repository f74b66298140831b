import type { Due, Work } from './kinds.ts'

/** Due work in the order of its time; work of the same moment in the order in which it was planned. */
export class DueQueue {
  private readonly sorted: Due[] = []
  private readonly counts = new Map<Work, number>()

  first(): Due | undefined {
    return this.sorted[0]
  }

  /** How much of this work is planned. */
  count(work: Work): number {
    return this.counts.get(work) ?? 0
  }

  add(due: Due) {
    let index = this.sorted.length
    while (index > 0 && (this.sorted[index - 1]?.at ?? 0) > due.at) index--
    this.sorted.splice(index, 0, due)
    this.counts.set(due.work, this.count(due.work) + 1)
  }

  remove(due: Due) {
    const index = this.sorted.findIndex((other) => other.id === due.id)
    if (index < 0) return
    this.sorted.splice(index, 1)
    this.counts.set(due.work, this.count(due.work) - 1)
  }
}
