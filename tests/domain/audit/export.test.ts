import { beforeAll, describe, expect, test } from 'vitest'
import { csvCell, type ExportedRow } from '#app/domain/audit/audit-export.ts'
import { type AuditFilter, wholeAudit } from '#app/domain/audit/audit-filter.ts'
import { chainState, checkChain } from '#app/domain/audit/chain-state.server.ts'
import { exportLines } from '#app/domain/audit/export-lines.server.ts'
import { filterHash } from '#app/domain/audit/filter-hash.ts'
import { mailAuditHead } from '#app/domain/audit/mail-audit-head.server.ts'
import { countAudit, makeAuditExport } from '#app/domain/audit/make-audit-export.server.ts'
import { openedExport } from '#app/domain/audit/opened-export.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { verifyExport } from '#app/domain/audit/verify-export.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { forced } from '#tests/support/forced.ts'
import { givenFund, givenStaff, givenStepUp } from '#tests/support/given.ts'
import { refusalOf } from '#tests/support/refused.ts'
import { sealed } from '#tests/support/sealed.ts'
import { asOwner, useWorld } from '#tests/support/world.ts'

const world = await useWorld()

let fundId: string
let auditor: string
beforeAll(async () => {
  fundId = await givenFund({ slug: 'bail' })
  auditor = await givenStaff({ fundId, roles: ['auditor', 'administrator'], name: 'Ana Example' })
  for (let number = 1; number <= 30; number++) {
    await inTransaction({ scope: { kind: 'system' } }, (tx) =>
      recordAudit(tx, {
        ...{ actor: { kind: 'staff', id: auditor }, action: 'disbursement.approved', fundId },
        ...{
          subject: 'disbursement',
          subjectId: number % 2 ? '=SUM(A1)' : 'plain',
          detail: { given: number },
        },
      }),
    )
  }
  await sealed()
})

const staff = () => ({ id: auditor, fundIds: [fundId], roles: [{ fundId, role: 'auditor' as const }] })

async function made(filter: AuditFilter = wholeAudit, format: 'jsonl' | 'csv' = 'jsonl') {
  const stepUpId = await givenStepUp(auditor, `export:audit:${format}:${filterHash(filter)}`)
  const { exportId } = await makeAuditExport({ staff: staff(), filter, format, stepUpId })
  const parts: string[] = []
  for await (const part of exportLines({ staff: staff(), filter, format, exportId })) parts.push(part)
  return { exportId, text: parts.join('') }
}

const linesOf = (text: string) => text.trimEnd().split('\n')
async function* each(lines: string[]) {
  yield* lines
}
const verdictOn = (lines: string[], head?: string) =>
  verifyExport({ lines: each(lines), ...(head ? { head } : {}) })

/** The file with one line changed. */
const changed = (lines: string[], index: number, change: (row: ExportedRow) => Partial<ExportedRow>) =>
  lines.map((line, at) => {
    if (at !== index) return line
    const row = JSON.parse(line) as ExportedRow
    return JSON.stringify({ ...row, ...change(row) })
  })

describe('a file that anyone can verify', () => {
  test('whole, from the first link to the head that was mailed', async () => {
    const { head } = await chainState()
    const lines = linesOf((await made()).text)
    const verdict = await verdictOn(lines, head?.hash)
    expect(verdict).toMatchObject({ broken: null, whole: true, hasHead: true, last: { hash: head?.hash } })
    expect(verdict.sealed).toBeGreaterThanOrEqual(30)
    expect(await verdictOn(lines, '00')).toMatchObject({ broken: { why: 'head_is_not_here' } })
  })

  test('what was changed is named by its line', async () => {
    const lines = linesOf((await made()).text)
    const why = async (tampered: string[]) => (await verdictOn(tampered)).broken
    expect(await why(changed(lines, 5, () => ({ action: 'disbursement.rejected' })))).toEqual({
      ...{ line: 6, why: 'fields_do_not_fit' },
    })
    const rewritten = changed(lines, 5, ({ body }) => ({
      ...{ body: body.replace('approved', 'rejected'), action: 'disbursement.rejected' },
    }))
    expect(await why(rewritten)).toEqual({ line: 6, why: 'hash_does_not_fit' })
    expect(await why(lines.filter((_, at) => at !== 5))).toEqual({ line: 6, why: 'row_is_missing' })
    expect(await why(changed(lines, 5, () => ({ previous: 'ab' })))).toEqual({
      line: 6,
      why: 'link_does_not_fit',
    })
    expect(await why(lines.slice(0, -1))).toMatchObject({ why: 'file_ends_early' })
    expect(
      await why([...lines.slice(0, 5), lines[6] ?? '', lines[5] ?? '', ...lines.slice(7)]),
    ).toMatchObject({
      why: 'row_is_missing',
    })
    expect(await why(['{}'])).toEqual({ line: 1, why: 'not_an_export' })
    expect(await why(['no'])).toEqual({ line: 1, why: 'not_readable' })
    const cut = [...lines.slice(0, -3), JSON.stringify({ kind: 'end', rows: lines.length - 4 })]
    expect((await why(cut))?.why).toMatch(/head_does_not_fit|row_is_missing/)
  })

  test('a part holds what its filter shows; each row still fits its own link', async () => {
    const filter = { ...wholeAudit, group: 'disbursements' as const, outcome: 'done' as const }
    const { rows } = await countAudit({ staff: staff(), filter })
    expect(rows).toBe(30)
    const lines = linesOf((await made(filter)).text)
    expect(lines).toHaveLength(32)
    expect(await verdictOn(lines)).toMatchObject({ broken: null, whole: false, sealed: 30 })
    const other = changed(lines, 3, () => ({ detail: { given: 99 } }))
    expect(await verdictOn(other)).toMatchObject({ broken: { line: 4, why: 'fields_do_not_fit' } })
  })

  test('as a table no cell is a formula', async () => {
    const { text } = await made({ ...wholeAudit, group: 'disbursements' }, 'csv')
    expect(text).toContain(`"'=SUM(A1)"`)
    expect(text.split('\r\n')).toHaveLength(32)
    expect(['+1', '-1', '@x', '\tx', 'say "x"'].map(csvCell)).toEqual([
      `"'+1"`,
      `"'-1"`,
      `"'@x"`,
      `"'\tx"`,
      '"say ""x"""',
    ])
  })
})

test('an export is proved for its own filter, kept, and nobody else’s', async () => {
  const stepUpId = await givenStepUp(auditor, `export:audit:jsonl:${filterHash(wholeAudit)}`)
  const filter = { ...wholeAudit, outcome: 'refused' as const }
  expect(
    await refusalOf(makeAuditExport({ staff: staff(), filter, format: 'jsonl', stepUpId })),
  ).toMatchObject({ code: 'step_up_is_fresh_and_bound' })
  const { exportId } = await made(filter)
  expect(await openedExport({ exportId, staffId: auditor })).toMatchObject({ rowCount: 1, filter })
  expect(await openedExport({ exportId, staffId: await givenStaff() })).toBeNull()
  const kept = await db().auditEvent.findFirst({ where: { action: 'audit.exported', subjectId: exportId } })
  expect(kept).toMatchObject({ actorId: auditor, fundId, detail: { format: 'jsonl', rows: 1 } })
})

test('every administrator is mailed the head, once a day', async () => {
  await mailAuditHead()
  await mailAuditHead()
  const mails = await db().mail.findMany({ where: { message: 'audit-head' } })
  const { head } = await chainState()
  expect(mails).toHaveLength(1)
  expect(mails[0]?.props).toMatchObject({ hash: head?.hash, rows: String(head?.seq) })
})

test('the chain is checked over a range, and the first broken row is named', async () => {
  const head = (await chainState()).head?.seq ?? 0n
  expect(await checkChain({ from: 1n, until: head })).toMatchObject({ broken: null, to: head })
  expect(await checkChain({ from: 9n, until: 12n })).toMatchObject({ broken: null, to: 12n })
  await asOwner(world.ownerUrl, null, (owner) =>
    forced(
      owner,
      `update audit_event set action = 'x' where id = (select event_id from audit_seal where seq = 11)`,
    ),
  )
  expect(await checkChain({ from: 1n, until: head })).toMatchObject({ broken: { seq: '11' }, to: 10n })
  expect(await checkChain({ from: 12n, until: head })).toMatchObject({ broken: null })
})
