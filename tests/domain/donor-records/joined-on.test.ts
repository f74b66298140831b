import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { eraseMe } from '#app/domain/donor-area/erasure/erase-me.server.ts'
import { historyOfDonor } from '#app/domain/donor-area/gifts/history-of-donor.server.ts'
import { donorRecord } from '#app/domain/donor-records/donor-record.server.ts'
import { mergePreview } from '#app/domain/donor-records/merge-preview.server.ts'
import { issueStatement } from '#app/domain/statements/issue-statement.server.ts'
import { earlierStatements } from '#app/domain/statements/statement-years.server.ts'
import { db, inTransaction, type Tx } from '#app/platform/db.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { fifty } from '#tests/support/fifty.ts'
import { givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { givenDonor } from '#tests/support/given-donor.ts'
import { csvOf, givenBroughtIn } from '#tests/support/given-import.ts'
import { mergeBy, undoBy } from '#tests/support/given-merge.ts'
import { givenCharge } from '#tests/support/given-movements.ts'
import { whyRefused } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()
const system: <T>(work: (tx: Tx) => Promise<T>) => Promise<T> = (work) =>
  inTransaction({ scope: { kind: 'system' } }, work)

let team: Team
beforeAll(async () => {
  team = await givenTeam({ fund: { slug: 'bail' } })
})

/** Donors of one gift each: 1, 2, 3 … dollars. */
async function givenGivers(name: string, count: number): Promise<string[]> {
  const ids: string[] = []
  for (let n = 0; n < count; n += 1) {
    const email = `${name}${n}@donor.example`
    ids.push(await givenDonor({ email }))
    await givenCharge({
      email,
      at: new Date(),
      parts: [{ fundId: team.fundId, giftCents: BigInt(n + 1) * 100n }],
    })
  }
  return ids
}

const merge = (survivorId: string, mergedId: string) => mergeBy(team.treasurer, { survivorId, mergedId })
const undo = (donorId: string, mergeId: string) => undoBy(team.treasurer, { donorId, mergeId })
const dollars = async (donorId: string) =>
  (await db().payment.findMany({ where: { donorId }, orderBy: { amountCents: 'asc' } })).map(
    ({ amountCents }) => Number(amountCents / 100n),
  )
const all = (ids: string[]) => Promise.all(ids.map(dollars))

test('two that both stand for others are joined, and taken apart from the inside and from the outside', async () => {
  const ids = await givenGivers('chain', 4)
  const [ana = '', ben = '', cem = '', dan = ''] = ids
  const inner = await merge(ana, ben)
  const other = await merge(cem, dan)
  await system((tx) => tx.donor.update({ where: { id: cem }, data: { incognito: true } }))
  const staff = {
    ...team.treasurer,
    roles: [{ fundId: team.fundId, role: 'treasurer' as const }],
    language: 'en',
  }
  const period = { from: `${new Date().getUTCFullYear()}-01-01`, to: `${new Date().getUTCFullYear()}-12-31` }
  const issued = await issueStatement({ donorId: cem, period, timezone: 'America/Chicago' })
  expect(await mergePreview({ survivorId: ana, mergedId: cem, staff })).toMatchObject({
    merged: { others: 1, gifts: 2 },
  })

  const outer = await merge(ana, cem)
  expect(await all(ids)).toEqual([[1, 2, 3, 4], [], [], []])
  const record = await donorRecord({ donorId: ana, staff, after: null })
  expect(record?.merged.map(({ mergeId }) => mergeId)).toEqual([inner.mergeId, other.mergeId, outer.mergeId])
  expect(record?.incognito).toBe(true)
  expect(await earlierStatements({ donorId: ana })).toMatchObject([
    { number: issued?.number, netCents: 700n },
  ])
  // The same paper is nobody else's.
  expect(await earlierStatements({ donorId: ben })).not.toContainEqual(issued)

  // What comes by an address two steps away stands with who stands.
  await givenCharge({
    ...{ email: 'chain3@donor.example', at: new Date() },
    parts: [{ fundId: team.fundId, giftCents: 900n }],
  })
  await givenBroughtIn({
    ...{ staff: team.treasurer, fundId: team.fundId },
    file: csvOf([{ email: 'chain3@donor.example', name: 'Robin Example', amount: '12.00' }]),
  })
  const history = async (donorId: string) =>
    (await historyOfDonor({ donorId, language: 'en' })).map(({ cents }) => cents)
  expect([await history(ana), await history(dan)]).toEqual([[12_00n], []])
  expect(await all(ids)).toEqual([[1, 2, 3, 4, 9], [], [], []])
  await issueStatement({ donorId: ana, period, timezone: 'America/Chicago' })
  expect(await brokenBooks()).toEqual([])

  expect(await whyRefused(undo(dan, other.mergeId))).toBe('donor_is_merged_away')
  await undo(ana, other.mergeId)
  expect(await all(ids)).toEqual([[1, 2, 3], [], [], [4, 9]])
  expect([await history(ana), await history(dan)]).toEqual([[], [12_00n]])
  await undo(ana, outer.mergeId)
  expect(await all(ids)).toEqual([[1, 2], [], [3], [4, 9]])
  expect(await whyRefused(undo(ana, outer.mergeId))).toBe('merge_is_undone_once')
  expect(await whyRefused(undo(cem, inner.mergeId))).toBe('merge_unknown')
  await undo(ana, inner.mergeId)
  expect(await all(ids)).toEqual([[1], [2], [3], [4, 9]])
  expect(await brokenBooks()).toEqual([])
})

test('a no at one address holds for all that are joined, and comes apart no further than the others allow', async () => {
  const [ana = '', ben = '', cem = ''] = await givenGivers('topic', 3)
  const open = (donorId: string) =>
    system((tx) =>
      tx.donorConsent.create({
        data: { donorId, topic: 'news', givenAt: new Date(Date.now() - 1000), source: 'donor settings' },
      }),
    )
  const asked = async () => {
    const rows = await db().donorConsent.findMany({ where: { endedAt: null, topic: 'news' } })
    return [ana, ben, cem].map((id) => rows.some(({ donorId }) => donorId === id))
  }
  const said = await open(ana)
  await open(ben)
  await open(cem)
  await system((tx) =>
    tx.donorConsent.update({ where: { id: said.id }, data: { endedAt: new Date(), endedBy: 'donor' } }),
  )
  const first = await merge(ben, cem)
  expect(await asked()).toEqual([false, true, true])
  const second = await merge(ana, ben)
  expect(await asked()).toEqual([false, false, false])
  // Cem leaves: Cem never said no, and whoever did is somebody else.
  await undo(ana, first.mergeId)
  await undo(ana, second.mergeId)
  expect((await asked())[0]).toBe(false)
  expect((await asked())[1]).toBe(true)
})

test('whatever is joined and taken apart in whatever order, each gift stands with exactly one, and sums stay', async () => {
  let run = 0
  const step = fc.record({ join: fc.boolean(), a: fc.nat(4), b: fc.nat(4) })
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 8 }), async (steps) => {
      run += 1
      const ids = await givenGivers(`run${run}n`, 5)
      const parent = new Map<number, { over: number; mergeId: string }>()
      const root = (n: number): number => {
        const up = parent.get(n)
        return up ? root(up.over) : n
      }
      for (const { join, a, b } of steps) {
        if (join && root(a) !== root(b)) {
          const [over, under] = [root(a), root(b)]
          const { mergeId } = await merge(ids[over] ?? '', ids[under] ?? '')
          parent.set(under, { over, mergeId })
        } else if (!join) {
          const taken = parent.get(a)
          if (!taken) continue
          await undo(ids[root(a)] ?? '', taken.mergeId)
          parent.delete(a)
        }
        const expected = ids.map((_, n) => ids.flatMap((__, m) => (root(m) === n ? [m + 1] : [])))
        expect(await all(ids)).toEqual(expected)
      }
    }),
    { numRuns: 8, seed: 20261122 },
  )
  expect(await brokenBooks()).toEqual([])
})

test('fifty joinings and takings apart of one family at once leave each gift with one who stands', async () => {
  const ids = await givenGivers('rush', 5)
  const open: string[] = []
  for (const [one = '', other = ''] of [
    [ids[0], ids[1]],
    [ids[2], ids[3]],
    [ids[0], ids[2]],
  ])
    open.push((await merge(one, other)).mergeId)
  await fifty(async (number) => {
    const mergeId = open[number % 3] ?? ''
    const survivorId = ids[4] ?? ''
    if (number % 4 === 0) {
      const mergedId = ids[0] ?? ''
      await merge(survivorId, mergedId)
    } else {
      await undo(number % 2 ? (ids[0] ?? '') : survivorId, mergeId)
    }
  })
  expect((await all(ids)).flat().toSorted()).toEqual([1, 2, 3, 4, 5])
  expect(await brokenBooks()).toEqual([])
})

test('erasing reaches records that were joined step by step', async () => {
  const [ana = '', ben = '', cem = ''] = await givenGivers('gone', 3)
  await merge(ben, cem)
  await merge(ana, ben)
  await eraseMe({ donorId: ana })
  const gone = await db().donor.findMany({ where: { id: { in: [ana, ben, cem] } } })
  expect(gone.map(({ name, erasedAt }) => [name, erasedAt !== null])).toEqual([
    ['', true],
    ['', true],
    ['', true],
  ])
  expect(await brokenBooks()).toEqual([])
})
