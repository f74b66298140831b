import { Client } from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { journalLines } from '#app/domain/journal/journal-lines.server.ts'
import type { JournalFormat } from '#app/domain/journal/journal-text.ts'
import { makeJournalExport } from '#app/domain/journal/make-export.server.ts'
import { openedJournal } from '#app/domain/journal/opened-export.server.ts'
import { checkBooks } from '#app/domain/ledger/books.server.ts'
import { postTransfers } from '#app/domain/ledger/post.server.ts'
import { transfer } from '#app/domain/ledger/transfer.ts'
import { cents } from '#app/domain/money/cents.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { inTransaction } from '#app/platform/db.ts'
import type { Row } from '../row.ts'
import { watchMemory } from '../watch-memory.ts'

const mostSeconds = 30
const mostMegabytes = 150
const days = { fromDay: '2026-09-01', throughDay: '2026-09-30' }

export const journal100k: Row = {
  id: 'journal-100k',
  what: `the journal of 100,000 transfers for accountants, CSV and IIF by turns, to its last letter (at most ${mostSeconds} s, and at most ${mostMegabytes} MB more than before) ÷ COPY of the bare rows`,
  unit: 'transfers/s',
  bar: 0.03,
  open: async (stage, { quick }) => {
    const { givenStepUp } = await import('#tests/support/given.ts')
    const { givenTeam } = await import('#tests/support/given-disbursement.ts')
    const { fundId, treasurer: staff } = await givenTeam()
    const size = quick ? 20_000 : 100_000
    await book(fundId, size)
    const owner = new Client({ connectionString: stage.ownerUrl })
    await owner.connect()
    let runs = 0
    let last = { seconds: 0, megabytes: 0, entries: 0, cents: 0n, format: 'csv' as JournalFormat }

    return {
      against: async () => {
        const began = performance.now()
        for await (const _ of owner.query(copyTo('copy ledger_transfer to stdout')));
        return { units: size, seconds: (performance.now() - began) / 1000 }
      },
      ours: async () => {
        const format: JournalFormat = ++runs % 2 === 0 ? 'iif' : 'csv'
        const memory = watchMemory()
        const began = performance.now()
        const stepUpId = await givenStepUp(staff.id, boundTo.exportJournal({ format, ...days }))
        const { exportId } = await makeJournalExport({ staff, format, ...days, fundIds: [fundId], stepUpId })
        const opened = await openedJournal({ exportId, staff })
        if (!opened) throw new Error('the export was not opened')
        const sums = { entries: 0, cents: 0n }
        for await (const part of journalLines({ staff, opened })) addUp(sums, part, format)
        last = { seconds: (performance.now() - began) / 1000, megabytes: memory.stop(), format, ...sums }
        process.stderr.write(
          `    ${format}: ${last.seconds.toFixed(1)} s, ${Math.round(last.megabytes)} MB\n`,
        )
        return { units: size, seconds: last.seconds }
      },
      check: async (arm) => {
        if (arm !== 'ours') return
        if (last.entries !== size) throw new Error(`${last.entries} entries of ${size}`)
        if (last.cents !== 0n) throw new Error('the journal does not balance')
        if (last.seconds > mostSeconds) throw new Error(`it took ${last.seconds.toFixed(1)} s`)
        if (last.megabytes > mostMegabytes) throw new Error(`it took ${Math.round(last.megabytes)} MB`)
        const said: string[] = []
        if ((await checkBooks((line) => said.push(line))) > 0) throw new Error(said.join('\n'))
      },
      close: () => owner.end(),
    }
  },
}

const atOnce = 500

async function book(fundId: string, size: number): Promise<void> {
  for (let from = 0; from < size; from += atOnce) {
    const day = String(2 + (from % 28)).padStart(2, '0')
    await inTransaction({ scope: { kind: 'system' } }, (tx) =>
      postTransfers(tx, {
        source: { kind: 'given', id: `journal-${from}` },
        occurredAt: new Date(`2026-09-${day}T12:00:00Z`),
        transfers: Array.from({ length: atOnce }).flatMap((_, part) =>
          transfer({
            ...{ code: 'opening', fundId, part, debit: 'bank', credit: 'opening' },
            amount: cents(BigInt(1_00 + part)),
          }),
        ),
      }),
    )
  }
}

/** Debits less credits, and how many entries: what an accountant's program looks at first. */
function addUp(sums: { entries: number; cents: bigint }, part: string, format: JournalFormat): void {
  const amounts =
    format === 'csv'
      ? /^"[^"]*","[^"]*","[^"]*","[^"]*","[^"]*","[^"]*","([\d.]*)","([\d.]*)"/gm
      : /^(?:TRNS|SPL)\t[^\t]*\t[^\t]*\t[^\t]*\t[^\t]*\t(-?[\d.]+)/gm
  let lines = 0
  for (const [, first = '', second = ''] of part.matchAll(amounts)) {
    lines += 1
    sums.cents += inCents(first) - inCents(second)
  }
  sums.entries += lines / 2
}

const inCents = (dollars: string): bigint => BigInt(dollars.replace('.', '') || 0)
