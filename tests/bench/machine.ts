import { readdirSync, readFileSync } from 'node:fs'
import { cpus } from 'node:os'

/** Ticks since the machine started: all that it did, all that it could have done, and what of it was ours. */
export type Ticks = { busy: number; total: number; own: number }

/** The part of the machine that was busy for others, from 0 to 1. */
export function foreignShare(before: Ticks, after: Ticks): number {
  const total = after.total - before.total
  if (total <= 0) return 0
  return Math.max(0, (after.busy - before.busy - (after.own - before.own)) / total)
}

/** @param roots processes that are ours beside this one, such as a database server that detached itself */
export function readTicks(roots: number[]): Ticks {
  const [, ...fields] = (readFileSync('/proc/stat', 'utf8').split('\n')[0] ?? '').split(/\s+/)
  const [user = 0, nice = 0, system = 0, idle = 0, waiting = 0, hard = 0, soft = 0, stolen = 0] =
    fields.map(Number)
  const busy = user + nice + system + hard + soft + stolen
  return { busy, total: busy + idle + waiting, own: ownTicks([process.pid, ...roots]) }
}

/** Processes that ended are counted with the parent that waited for them. */
function ownTicks(roots: number[]): number {
  const processes = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => statOf(Number(name)))
  const ours = new Set(roots)
  let grew = true
  while (grew) {
    const before = ours.size
    for (const one of processes) if (ours.has(one.parent)) ours.add(one.id)
    grew = ours.size > before
  }
  return processes.filter(({ id }) => ours.has(id)).reduce((sum, { ticks }) => sum + ticks, 0)
}

function statOf(id: number): { id: number; parent: number; ticks: number }[] {
  try {
    const stat = readFileSync(`/proc/${id}/stat`, 'utf8')
    // The program's name stands in brackets and may hold anything; what follows it is plain.
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number)
    const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = fields.slice(11, 15)
    return [{ id, parent: fields[1] ?? 0, ticks: user + system + endedUser + endedSystem }]
  } catch {
    return []
  }
}

export function describeMachine(): string {
  const [first] = cpus()
  return `${cpus().length} × ${first?.model.trim() ?? 'unknown'}, Node ${process.versions.node}, ${process.platform}-${process.arch}`
}
