import { fork } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { buildIfNeeded } from '#app/start/build.ts'
import { generateClient } from '#prisma/generate.ts'
import { settings } from '#tests/support/settings.ts'
import { describeMachine } from './machine.ts'
import type { Measured } from './one-row.ts'
import type { Row } from './row.ts'
import { rows } from './rows.ts'

const { values: wanted } = parseArgs({
  options: { only: { type: 'string' }, quick: { type: 'boolean', default: false }, json: { type: 'string' } },
})
const chosen = rows.filter(({ id }) => !wanted.only || wanted.only.split(',').includes(id))
if (chosen.length === 0) {
  say(`Rows: ${rows.map(({ id }) => id).join(' · ')}`)
  process.exit(2)
}

generateClient()
await buildIfNeeded(say)
say(`${describeMachine()}\nRatios are of this machine in this hour; only they are compared.\n`)
const results: { row: Row; measured: Measured | null }[] = []
for (const row of chosen) {
  say(row.id)
  results.push({ row, measured: await inItsOwnProcess(row) })
}
say(table(results))
if (wanted.json) await writeFile(wanted.json, `${JSON.stringify(report(results), null, 2)}\n`)
process.exitCode = exitCode(results)

/** Every row has a process, a database server and pools of its own. Null where it failed, its books included. */
function inItsOwnProcess(row: Row): Promise<Measured | null> {
  return new Promise((done) => {
    let measured: Measured | null = null
    const child = fork(
      fileURLToPath(new URL('./one-row.ts', import.meta.url)),
      [row.id, wanted.quick ? 'quick' : 'whole'],
      {
        execArgv: ['--import', 'tsx'],
        env: { ...process.env, ...settings },
      },
    )
    child.on('message', (message: Measured) => {
      measured = message
    })
    child.once('exit', () => done(measured))
  })
}

function table(all: typeof results): string {
  const lines = all.map(({ row, measured }) => {
    if (!measured) return [row.id, '', '', '', '', '', `≥ ${row.bar}`, 'FAILED']
    const { ours, against, floor, ratio, range } = measured
    return [
      ...[row.id, row.unit, figure(ours), figure(against), floor === null ? '' : figure(floor)],
      ...[`${ratio.toFixed(2)} (${range.map((one) => one.toFixed(2)).join('–')})`, `≥ ${row.bar}`],
      verdict(row, measured),
    ]
  })
  const head = ['row', 'unit', 'ours', 'against', 'floor', 'ratio (range)', 'bar', '']
  const widths = head.map((name, at) => Math.max(name.length, ...lines.map((line) => line[at]?.length ?? 0)))
  const show = (line: string[]) =>
    line
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd()
  const meanings = all.map(({ row }) => `${row.id}: ${row.what}`)
  return ['', show(head), ...lines.map(show), '', ...meanings].join('\n')
}

function verdict(row: Row, { ratio, quiet, foreign }: Measured): string {
  if (!quiet) return `INCONCLUSIVE: others used ${Math.round(foreign * 100)} % of the machine`
  return ratio >= row.bar ? 'ok' : 'MISSED'
}

function report(all: typeof results) {
  return {
    machine: describeMachine(),
    rows: all.map(({ row, measured }) => ({
      ...{ id: row.id, what: row.what, unit: row.unit },
      ...{ ours: measured?.ours ?? null, against: measured?.against ?? null },
      ...{ ratio: measured?.ratio ?? null, range: measured?.range ?? null, value: null, bar: row.bar },
      ok: Boolean(measured?.quiet && measured.ratio >= row.bar),
    })),
  }
}

/** 1 where a row failed or missed its bar, else 2 where the machine was too busy to say. */
function exitCode(all: typeof results): number {
  if (all.some(({ row, measured }) => !measured || (measured.quiet && measured.ratio < row.bar))) return 1
  return all.some(({ measured }) => !measured?.quiet) ? 2 : 0
}

function figure(value: number): string {
  return Math.round(value).toLocaleString('en-US')
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
