import { beforeAll, expect, test } from 'vitest'
import { announceStatements } from '#app/domain/statements/announce-statements.server.ts'
import { sendStatements } from '#app/domain/statements/send-statements.server.ts'
import { statementDesk } from '#app/domain/statements/statement-desk.server.ts'
import { stopStatements } from '#app/domain/statements/stop-statements.server.ts'
import { asOfTime } from '#app/platform/clock.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { renderMessage } from '#emails/render.tsx'
import { example } from '#emails/statement-ready.tsx'
import { brokenBooks } from '#tests/support/books.ts'
import { givenFund, givenOrganization } from '#tests/support/given.ts'
import { givenActor } from '#tests/support/given-disbursement.ts'
import { givenCharge, givenRefund } from '#tests/support/given-movements.ts'
import { whyRefused } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()
let fundId: string
let treasurer: Awaited<ReturnType<typeof givenActor>>
let chargeId: string

const january = new Date('2026-01-15T12:00:00Z')
const send = (year = 2025, staff = treasurer) => asOfTime(january, () => sendStatements({ staff, year }))
const mails = () =>
  db().mail.findMany({ where: { message: 'statement-ready' }, orderBy: { recipient: 'asc' } })
const finish = async (batchId: string, atOnce = 2) => {
  for (let steps = 1; ; steps += 1) {
    if ((await announceStatements({ batchId, atOnce })) === 'done') return steps
  }
}

beforeAll(async () => {
  await givenOrganization()
  fundId = await givenFund()
  treasurer = await givenActor(fundId, ['treasurer'])
  const at = new Date('2025-06-01T12:00:00Z')
  for (const name of ['ana', 'ben', 'cleo', 'dov', 'eve']) {
    const given = await givenCharge({
      email: `${name}@donor.example`,
      parts: [{ fundId, giftCents: 40_00n }],
      at,
    })
    if (name === 'ana') chargeId = given.chargeId
    if (name === 'eve') await givenRefund({ chargeId: given.chargeId, cents: 40_00n, at })
  }
  // After midnight at Greenwich, still the old year here; and one of the new year.
  await givenCharge({
    email: 'fay@donor.example',
    parts: [{ fundId, giftCents: 5_00n }],
    at: new Date('2026-01-01T03:00:00Z'),
  })
  await givenCharge({
    email: 'gil@donor.example',
    parts: [{ fundId, giftCents: 5_00n }],
    at: new Date('2026-01-01T07:00:00Z'),
  })
})

test('each donor of the year is told once, however often the work is begun again, and of a new version once more', async () => {
  const batchId = await send()
  expect(await whyRefused(send())).toBe('statements_are_sent_one_batch_at_a_time')
  expect(await announceStatements({ batchId, atOnce: 2 })).toBe('more')
  // Two workers at once, as after a wrongly freed job.
  await Promise.all([announceStatements({ batchId, atOnce: 2 }), announceStatements({ batchId, atOnce: 2 })])
  await finish(batchId)
  expect((await mails()).map(({ recipient }) => recipient)).toEqual(
    ['ana', 'ben', 'cleo', 'dov', 'fay'].map((name) => `${name}@donor.example`),
  )
  for (const { props } of await mails())
    expect((props as { documentsUrl: string }).documentsUrl).toMatch(/\/donor\/statements$/)
  const desk = await asOfTime(january, () => statementDesk({ fundIds: [fundId] }))
  expect(desk).toMatchObject({
    last: { year: 2025, donors: 6 },
    batches: [{ donors: 6, done: 6, announced: 5, ending: 'finished' }],
  })

  await finish(await send())
  expect(await mails()).toHaveLength(5)
  await givenRefund({ chargeId, cents: 40_00n, at: new Date('2026-01-10T12:00:00Z') })
  await finish(await send())
  const all = await mails()
  expect(all.map(({ props }) => (props as { corrected: boolean }).corrected).filter(Boolean)).toHaveLength(1)
  expect(all[0]?.props).not.toHaveProperty('amountCents')
  expect(JSON.stringify(all)).not.toMatch(/40\.00|4000/)
  expect(await brokenBooks()).toEqual([])
})

test('it stops where someone stops it, and only those who may begin it', async () => {
  expect(await whyRefused(send(2026))).toBe('year_not_over')
  expect(await whyRefused(send(2019))).toBe('no_gifts_in_year')
  const intake = await givenActor(fundId, ['intake'])
  expect(await whyRefused(send(2025, intake))).toBe('role_may_not')
  const batchId = await send()
  await announceStatements({ batchId, atOnce: 2 })
  expect(await whyRefused(stopStatements({ staff: intake, batchId }))).toBe('role_may_not')
  await stopStatements({ staff: treasurer, batchId })
  expect(await announceStatements({ batchId })).toBe('done')
  expect(await whyRefused(stopStatements({ staff: treasurer, batchId }))).toBe('ended_batch_stays_ended')
  const unknown = '00000000-0000-4000-8000-000000000000'
  expect(await whyRefused(stopStatements({ staff: treasurer, batchId: unknown }))).toBe('batch_not_found')
  const acts = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.auditEvent.findMany({ where: { subject: 'statement_batch', outcome: 'refused' } }),
  )
  expect(acts.length).toBeGreaterThanOrEqual(6)
})

test('the mail names no figure and links to the pages behind the sign-in', async () => {
  for (const language of ['en', 'es', 'ar'] as const) {
    for (const corrected of [false, true]) {
      const { text, html } = await renderMessage('statement-ready', { ...example, corrected }, language)
      expect(text).toContain('/donor/statements')
      expect(html).not.toMatch(/\$\d/)
    }
  }
})
