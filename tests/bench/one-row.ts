import { foreignShare, readTicks } from './machine.ts'
import {
  type ArmName,
  orderOfRound,
  type Round,
  type Run,
  rateOf,
  type Summary,
  summarize,
} from './rounds.ts'
import type { Case, Row } from './row.ts'
import { rows } from './rows.ts'
import { openStage } from './stage.ts'

export type Measured = Summary & { rounds: number; foreign: number; quiet: boolean }

/** Others may use so much of the machine before a round is measured again. */
const tolerated = 0.15
const tries = 3

const [id, quick] = process.argv.slice(2)
const row = rows.find((one) => one.id === id)
if (!row) throw new Error(`No row is called ${id}.`)
const measured = await measure(row, quick === 'quick')
process.send?.(measured)
process.disconnect?.()

/** Measures one row on a stage of its own. A round that others disturbed is done again, a few times. */
async function measure(one: Row, hurried: boolean): Promise<Measured> {
  const stage = await openStage()
  const rounds: Round[] = []
  let subject: Case | null = null
  let worst = 0
  try {
    subject = await one.open(stage, { quick: hurried })
    await playRound(subject, 0)
    for (let at = 0; at < (hurried ? 3 : 5); at++) {
      let quietest: { round: Round; foreign: number } | null = null
      for (let attempt = 0; attempt < (hurried ? 1 : tries); attempt++) {
        const before = readTicks([stage.serverProcess])
        const round = await playRound(subject, at)
        const foreign = foreignShare(before, readTicks([stage.serverProcess]))
        if (!quietest || foreign < quietest.foreign) quietest = { round, foreign }
        if (foreign <= tolerated) break
      }
      if (!quietest) throw new Error('a round was not played')
      rounds.push(quietest.round)
      worst = Math.max(worst, quietest.foreign)
      process.stderr.write(
        `  ${describeRound(at, quietest.round)}  foreign ${Math.round(quietest.foreign * 100)} %\n`,
      )
    }
  } finally {
    await subject?.close?.()
    await stage.close()
  }
  return { ...summarize(rounds), rounds: rounds.length, foreign: worst, quiet: worst <= tolerated }
}

async function playRound(subject: Case, at: number): Promise<Round> {
  const runs: Record<ArmName, Run[]> = { floor: [], against: [], ours: [] }
  for (const name of orderOfRound(at, subject.floor !== undefined)) {
    const arm = subject[name]
    if (!arm) continue
    runs[name].push(await arm())
    await subject.check(name)
  }
  return {
    against: rateOf(runs.against),
    ours: rateOf(runs.ours),
    ...(subject.floor ? { floor: rateOf(runs.floor) } : {}),
  }
}

function describeRound(at: number, { ours, against }: Round): string {
  return `round ${at + 1}: ${Math.round(ours)} ÷ ${Math.round(against)} = ${(ours / against).toFixed(2)}`
}
