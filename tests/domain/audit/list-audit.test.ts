import { beforeAll, expect, test } from 'vitest'
import { type AuditFilter, wholeAudit as everything } from '#app/domain/audit/audit-filter.ts'
import { listAudit } from '#app/domain/audit/list-audit.server.ts'
import { type AuditEntry, recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { recordRefusedAttempt } from '#app/domain/audit/record-refused-attempt.server.ts'
import type { Role } from '#app/domain/staff/access.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { givenFund } from '#tests/support/given.ts'
import { givenActor } from '#tests/support/given-disbursement.ts'
import { sealed } from '#tests/support/sealed.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

let bail: string
let bonds: string
let operating: string
let ana: string
let ben: string

const record = (entry: Omit<AuditEntry, 'subject'>) =>
  inTransaction({ scope: { kind: 'system' } }, (tx) => recordAudit(tx, { subject: 'disbursement', ...entry }))

beforeAll(async () => {
  bail = await givenFund({ slug: 'bail' })
  bonds = await givenFund({ slug: 'bonds' })
  operating = (await db().fund.findFirstOrThrow({ where: { kind: 'operating' } })).id
  ana = (await givenActor(bail, ['treasurer'])).id
  ben = (await givenActor(bonds, ['approver'])).id
  const by = (id: string) => ({ actor: { kind: 'staff', id } as const })
  await record({ ...by(ana), action: 'disbursement.paid', fundId: bail })
  await record({ ...by(ben), action: 'disbursement.approved', fundId: bonds, detail: { given: 1 } })
  await record({ actor: { kind: 'system' }, action: 'disbursement.expired', fundId: bail })
  await record({ actor: { kind: 'host' }, action: 'ledger.opened', fundId: operating })
  await record({ ...by(ana), action: 'staff.signed_in' })
  await sealed()
  await recordRefusedAttempt({
    ...{ ...by(ben), action: 'bonds:return', subject: 'staff', subjectId: ben, reason: 'role_missing' },
  })
})

const reader = (held: Record<string, Role>) => ({
  fundIds: Object.keys(held),
  roles: Object.entries(held).map(([fundId, role]) => ({ fundId, role })),
})

async function actions(held: Record<string, Role>, filter: Partial<AuditFilter> = {}): Promise<string[]> {
  const { rows } = await listAudit({
    ...{ staff: reader(held), language: 'en', before: null, filter: { ...everything, ...filter } },
  })
  return rows.map(({ action }) => action)
}

const inBoth = () => ({ [bail]: 'auditor', [bonds]: 'administrator' }) as const

test('who reads it in every fund reads everything, the newest first', async () => {
  expect(await actions(inBoth())).toEqual([
    'bonds:return',
    'staff.signed_in',
    'ledger.opened',
    'disbursement.expired',
    'disbursement.approved',
    'disbursement.paid',
  ])
})

test('who reads it in one fund reads that fund, and nothing that belongs to none', async () => {
  expect(await actions({ [bail]: 'auditor' })).toEqual(['disbursement.expired', 'disbursement.paid'])
  expect(await actions({ [bail]: 'auditor', [bonds]: 'treasurer' })).toEqual([
    'disbursement.expired',
    'disbursement.paid',
  ])
  expect(await actions({ [operating]: 'administrator' })).toEqual(['ledger.opened'])
  expect(await actions({ [bail]: 'treasurer' })).toEqual([])
  expect(await actions({ [bail]: 'auditor' }, { fund: 'bonds' })).toEqual([])
  const { funds, actors } = await listAudit({
    ...{ staff: reader({ [bail]: 'auditor' }), language: 'en', before: null, filter: everything },
  })
  expect(funds).toEqual([{ slug: 'bail', name: 'Bail Fund' }])
  expect(actors.map(({ id }) => id)).toEqual([ana])
})

test('it is narrowed by fund, person, outcome and what it is about', async () => {
  expect(await actions(inBoth(), { fund: 'bail' })).toEqual(['disbursement.expired', 'disbursement.paid'])
  expect(await actions(inBoth(), { actor: ana })).toEqual(['staff.signed_in', 'disbursement.paid'])
  expect(await actions(inBoth(), { actor: 'host' })).toEqual(['ledger.opened'])
  expect(await actions(inBoth(), { outcome: 'refused' })).toEqual(['bonds:return'])
  expect(await actions(inBoth(), { group: 'bonds' })).toEqual(['bonds:return'])
  expect(await actions(inBoth(), { group: 'money' })).toEqual(['ledger.opened'])
  expect(await actions(inBoth(), { group: 'people', outcome: 'refused' })).toEqual([])
})

test('a row says who, whom, its figures, and its place in the chain', async () => {
  const { rows } = await listAudit({
    ...{ staff: reader(inBoth()), language: 'es', before: null, filter: everything },
  })
  expect(rows[0]).toMatchObject({
    ...{ actorName: 'approver', subjectName: 'approver', outcome: 'refused', fundName: null },
    ...{ detail: { reason: 'role_missing' }, sealedAs: null },
  })
  expect(rows[4]).toMatchObject({ fundName: 'Fondo de fianzas', detail: { given: 1 }, subjectName: null })
  expect(rows.slice(1).map(({ sealedAs }) => sealedAs)).toEqual(
    [...rows.slice(1).keys()].map((n) => BigInt(5 - n)),
  )
})

test('pages follow each other by key, whatever is written meanwhile', async () => {
  const page = (before: bigint | null) =>
    listAudit({
      ...{ staff: reader({ [bonds]: 'auditor' }), language: 'en', before },
      filter: { ...everything, actor: 'system' },
    })
  for (let event = 0; event < 60; event++) {
    await record({ actor: { kind: 'system' }, action: 'disbursement.expired', fundId: bonds })
  }
  const first = await page(null)
  expect(first.rows).toHaveLength(50)
  await record({ actor: { kind: 'system' }, action: 'disbursement.expired', fundId: bonds })
  const second = await page(BigInt(first.older ?? 0))
  expect(second.rows).toHaveLength(10)
  expect(second.older).toBeNull()
  expect(second.rows[0]?.id).toBeLessThan(first.rows.at(-1)?.id ?? 0n)
})
