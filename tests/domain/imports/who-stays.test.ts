import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { closeDemand } from '#app/domain/demands/close-demand.server.ts'
import { openDemand } from '#app/domain/demands/open-demand.server.ts'
import { eraseDonor } from '#app/domain/donor-area/erasure/erase-donor.server.ts'
import { undoPreview } from '#app/domain/imports/undo-preview.server.ts'
import { whoStayed } from '#app/domain/imports/who-stayed.server.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { givenActor, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { csvOf, eventsOf, givenBroughtIn, undo } from '#tests/support/given-import.ts'
import { whyRefused } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

let team: Team
let fundId: string
let staff: Team['treasurer']
beforeAll(async () => {
  team = await givenTeam()
  fundId = team.fundId
  staff = team.treasurer
})

const system = { scope: { kind: 'system' } } as const
const donorBy = (email: string) => db().donor.findUnique({ where: { email } })
const linesOf = (donorId: string) =>
  inTransaction(
    system,
    (tx) => tx.$queryRaw<{ cents: bigint; stands: boolean }[]>`
      select amount_cents as cents, stands from donor_gift_line where donor_id = ${donorId}::uuid order by given_at`,
  )

describe('undoing', () => {
  test('whom a demand holds is not among those who go, stays named, and is listed afterwards with why', async () => {
    const file = csvOf([
      { email: 'held@donor.example', name: 'Held Example', on: '2019-05-05' },
      { email: 'noted@donor.example', name: 'Noted Example', on: '2018-05-05' },
      { email: 'goes@donor.example', name: 'Goes Example', on: '2018-05-05' },
      { email: 'forgotten@donor.example', name: 'Forgotten Example', on: '2018-05-05' },
    ])
    const batchId = await givenBroughtIn({ staff, fundId, file })
    const [held, noted, , forgotten] = await Promise.all(
      ['held', 'noted', 'goes', 'forgotten'].map((name) => donorBy(`${name}@donor.example`)),
    )
    if (!held || !noted || !forgotten) throw new Error('no donors')
    await db().donorSignInLink.create({
      data: { tokenHash: 'noted', donorId: noted.id, expiresAt: new Date() },
    })
    await eraseDonor({ donorId: forgotten.id })
    const administrator = await givenActor(fundId, ['administrator'])
    const demandId = await openDemand({
      staff: administrator,
      demand: {
        ...{
          kind: 'subpoena',
          receivedOn: '2026-01-10',
          deadlineOn: '2026-01-24',
          counsel: 'Counsel Example',
        },
        scope: { kind: 'fund', fundId, days: { from: '2019-01-01', until: '2019-12-31' } },
      },
      timezone: 'America/Chicago',
    })

    const preview = await undoPreview({ batchId })
    expect([preview.donors, preview.donorsStaying]).toEqual([
      1,
      [
        { usedIn: 'donor_sign_in_link', count: 1 },
        { usedIn: 'on_hold', count: 1 },
      ],
    ])
    await undo({ staff, batchId })
    expect((await eventsOf(batchId)).at(-1)).toMatchObject({ kind: 'undone', donors: preview.donors })
    // Its gift was taken back, and is what the demand asks for all the same.
    expect(await linesOf(held.id)).toEqual([{ cents: 25_00n, stands: false }])
    expect((await donorBy('held@donor.example'))?.name).toBe('Held Example')
    expect(await whyRefused(eraseDonor({ donorId: held.id }))).toBe('donor_is_on_hold')
    expect(await donorBy('goes@donor.example')).toBeNull()

    const seen = await whoStayed({ batchId, knownIn: [fundId], after: null })
    expect([seen.count, seen.next]).toEqual([2, null])
    const known = { isKnown: true, name: null, lines: [] }
    expect(new Map(seen.donors.map(({ donorId, ...told }) => [donorId, told]))).toEqual(
      new Map([
        [held.id, { ...known, email: 'h•••@donor.example', because: ['on_hold'] }],
        [noted.id, { ...known, email: 'n•••@donor.example', because: ['donor_sign_in_link'] }],
      ]),
    )
    const elsewhere = await whoStayed({ batchId, knownIn: [randomUUID()], after: null })
    expect(elsewhere.donors.map(({ isKnown, email }) => [isKnown, email])).toEqual([
      [false, null],
      [false, null],
    ])

    await closeDemand({ staff: administrator, demandId, given: ['nothing'] })
    const later = await whoStayed({ batchId, knownIn: [fundId], after: null })
    expect(later.donors.find(({ donorId }) => donorId === held.id)?.because).toEqual([])
    expect(await brokenBooks()).toEqual([])
  })

  test('whom it left is listed in pages, each once', async () => {
    const many = Array.from({ length: 30 }, (_, at) => ({
      email: `page${at}@donor.example`,
      name: `Page ${at}`,
    }))
    const batchId = await givenBroughtIn({ staff, fundId, file: csvOf(many) })
    const made = await inTransaction(system, (tx) => tx.importedDonor.findMany({ where: { batchId } }))
    await db().donorSignInLink.createMany({
      data: made.map(({ donorId }) => ({ tokenHash: donorId, donorId, expiresAt: new Date() })),
    })
    await undo({ staff, batchId })
    const first = await whoStayed({ batchId, knownIn: [fundId], after: null })
    const second = await whoStayed({ batchId, knownIn: [fundId], after: first.next })
    expect([first.count, first.donors.length, second.count, second.donors.length, second.next]).toEqual([
      ...[30, 25, 30, 5, null],
    ])
    expect(new Set([...first.donors, ...second.donors].map(({ donorId }) => donorId)).size).toBe(30)
  })
})
